package org.placeherd.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything one server is started with.
///
/// @param self its own name and where it listens
/// @param herd the herd it is of, with limits and options
/// @param neighbours the servers it has links to
/// @param insecure whether it may listen where other machines reach it
public record ServerSettings(
    ServerAddress self, HerdConfig herd, List<Neighbour> neighbours, boolean insecure) {

  /// Keeps its own copy of the neighbours.
  public ServerSettings {
    neighbours = List.copyOf(neighbours);
  }

  /// The port on which it answers HTTP; empty where it does not.
  OptionalInt httpPort() {
    return herd.http().port().beside(self.port());
  }

  /// Whether whoever asks by HTTP has to show a certificate.
  boolean isHttpGuarded() {
    return isHttpGuarded(herd);
  }

  private static boolean isHttpGuarded(HerdConfig herd) {
    return herd.http().tls()
        && herd.linePort().tls().map(TlsOptions::clients).stream()
            .anyMatch(clients -> clients == TlsOptions.Clients.CERTIFICATE);
  }

  /// A sentence where the HTTP port is left to us and there is none; empty otherwise.
  public Optional<String> noHttp() {
    return herd.http().port() instanceof HttpPort.Auto && httpPort().isEmpty()
        ? Optional.of(
            "%s answers no HTTP: its line port and %d are more than %d; choose a port with --http-port."
                .formatted(self.name(), HttpPort.ABOVE_LINE_PORT, HttpPort.LAST_PORT))
        : Optional.empty();
  }

  /// Whether lines are taken without TLS from that address, where there is TLS.
  boolean takesPlain(InetAddress remote) {
    return insecure
        || remote.isLoopbackAddress()
        || herd.options().oldStylePeers().contains(remote);
  }

  /// A sentence where other machines reach it and need not prove who they are; empty otherwise.
  public Optional<String> openToOthers() {
    List<String> missing = self.isLoopback() ? List.of() : missing(herd, self);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is open to others (--insecure): whoever reaches %s can read and write positions; to end that, set %s."
                .formatted(self.name(), self.hostAndPort(), String.join(", ", missing)));
  }

  /// A sentence where clients need tokens, but the right address is enough to speak as a server of
  /// the herd; empty otherwise.
  public Optional<String> serversUnproved() {
    LinePortOptions port = herd.linePort();
    boolean isProved = port.tls().isPresent() || port.secretFile().isPresent();
    return isProved || port.tokens().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s asks clients for tokens, but who connects from this machine may speak as a server and needs none; to end that, set herd.secret-file or TLS."
                .formatted(self.name()));
  }

  /// What has to be set so that everybody has to prove who he is.
  private static List<String> missing(HerdConfig herd, ServerAddress self) {
    List<String> missing = new ArrayList<>();
    Optional<TlsOptions> tls = herd.linePort().tls();
    if (tls.isEmpty()) {
      missing.add("TLS (placeherd herd init makes what it needs)");
    }
    boolean asksForTokens = herd.linePort().tokens().isPresent();
    boolean asksForCertificates =
        tls.map(TlsOptions::clients).equals(Optional.of(TlsOptions.Clients.CERTIFICATE));
    if (tls.isPresent() && !asksForTokens && !asksForCertificates) {
      missing.add("tls.clients = \"certificate\" (or auth.tokens-file)");
    }
    if (herd.linePort().udp()) {
      missing.add("udp.enabled = false"); // what a datagram has in it can be read on the way
    }
    boolean isHttpProtected = isHttpGuarded(herd) || (herd.http().tls() && asksForTokens);
    if (herd.http().port().beside(self.port()).isPresent() && !isHttpProtected) {
      missing.add(
          herd.http().tls() ? "http.port = \"off\"" : "http.tls = \"auto\" or http.port = \"off\"");
    }
    return missing;
  }

  /// Where other machines reach it, everybody has to prove who he is (reliability §4).
  private static void requireProtected(HerdConfig herd, ServerAddress self)
      throws StartupException {
    List<String> missing = missing(herd, self);
    if (!missing.isEmpty()) {
      throw StartupException.usage(
          self.name()
              + " would listen on "
              + self.hostAndPort()
              + ", where other machines reach it, and anyone there could read and write positions;"
              + " choose a loopback host, or set "
              + String.join(", ", missing)
              + ", or add --insecure if that network is yours.");
    }
  }

  /// The settings of the server `name` of `herd`.
  ///
  /// @throws StartupException if the herd has no such server, or if other machines could reach it
  ///   and `insecure` is not set
  public static ServerSettings of(HerdConfig herd, String name, boolean insecure)
      throws StartupException {
    ServerAddress self =
        herd.server(name)
            .orElseThrow(() ->
                StartupException.usage(
                    "There is no server "
                        + Names.quoted(name)
                        + " in this herd"
                        + Names.hint(name, herd.serverNames())));
    if (!self.isLoopback() && !insecure) {
      requireProtected(herd, self);
    }
    List<Neighbour> neighbours =
        herd.neighboursOf(name).stream()
            .map(address -> new Neighbour(address, herd.dialectOf(address.name())))
            .toList();
    return new ServerSettings(self, herd, neighbours, insecure);
  }
}
