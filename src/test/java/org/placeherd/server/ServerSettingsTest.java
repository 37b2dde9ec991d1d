package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
  private static final HerdConfig W16 = Presets.herd("w16", 12490).orElseThrow();

  @Test
  void holdsTheServerAndItsNeighbours() throws StartupException {
    ServerSettings alford = ServerSettings.of(W16, "Alford", false);
    assertThat(alford.self()).isEqualTo(new ServerAddress("Alford", "127.0.0.1", 12490));
    assertThat(alford.neighbours())
        .containsExactly(
            new Neighbour(new ServerAddress("Parker", "127.0.0.1", 12493), PeerDialect.DEFAULT),
            new Neighbour(new ServerAddress("Welsh", "127.0.0.1", 12494), PeerDialect.DEFAULT));
  }

  @Test
  void anUnknownServerIsAUsageErrorThatNamesTheNearest() {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> ServerSettings.of(W16, "Alfrod", false))
        .withMessage(
            "There is no server \"Alfrod\" in this herd; did you mean Alford?"
                + " (known: Alford, Bolden, Hamilton, Parker, Welsh)")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
  }

  @Test
  void refusesToBeReachableUnlessToldSo() throws StartupException {
    HerdConfig open = herdOn("0.0.0.0");
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> ServerSettings.of(open, "A", false))
        .withMessageContaining("0.0.0.0:7000")
        .withMessageContaining("--insecure")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
    assertThat(ServerSettings.of(open, "A", true).insecure()).isTrue();
  }

  @Test
  void saysWhatIsOpenToOthers() throws StartupException {
    assertThat(ServerSettings.of(herdOn("0.0.0.0"), "A", true).openToOthers())
        .hasValueSatisfying(sentence ->
            assertThat(sentence)
                .startsWith("A is open to others (--insecure): whoever reaches 0.0.0.0:7000")
                .contains("TLS (", "udp.enabled = false", "http.port = \"off\""));
    assertThat(ServerSettings.of(W16, "Alford", true).openToOthers()).isEmpty();
    LinePortOptions all = linePort(false, TlsOptions.Clients.CERTIFICATE);
    assertThat(ServerSettings.of(open(all, new HttpPort.Off()), "A", false).openToOthers())
        .isEmpty();
  }

  @Test
  void saysWhereTokensDoNotKeepServersOut() throws StartupException {
    LinePortOptions plain = new LinePortOptions(true, false);
    LinePortOptions tokens = plain.withTokens(Path.of("tokens"));
    LinePortOptions secret =
        new LinePortOptions(true, false, Optional.empty(), Optional.of(Path.of("secret")));
    assertThat(unproved(plain)).isEmpty();
    assertThat(unproved(tokens)).hasValueSatisfying(it -> assertThat(it).contains("secret-file"));
    assertThat(unproved(secret.withTokens(Path.of("tokens")))).isEmpty();
    assertThat(unproved(linePort(false, TlsOptions.Clients.ANY).withTokens(Path.of("tokens"))))
        .isEmpty();
  }

  private static Optional<String> unproved(LinePortOptions port) throws StartupException {
    return ServerSettings.of(open(port, new HttpPort.Off()), "A", true).serversUnproved();
  }

  @Test
  void isReachableWhereEverybodyHasToProveWhoHeIs() throws StartupException {
    LinePortOptions all = linePort(false, TlsOptions.Clients.CERTIFICATE);
    assertThat(ServerSettings.of(open(all, new HttpPort.Off()), "A", false).insecure()).isFalse();
    assertThat(ServerSettings.of(open(all, new HttpPort.Auto()), "A", false).isHttpGuarded())
        .isTrue();
    refused(
        open(linePort(false, TlsOptions.Clients.ANY), new HttpPort.Auto()),
        "set tls.clients = \"certificate\" (or auth.tokens-file), http.port = \"off\", or add");
    HttpOptions usual = HttpOptions.on(new HttpPort.Auto());
    HttpOptions plain =
        new HttpOptions(
            usual.port(),
            false,
            List.of(),
            List.of(),
            usual.connections(),
            usual.connectionsPerAddress());
    refused(open(all, plain), "set http.tls = \"auto\" or http.port = \"off\", or");
    refused(
        open(linePort(true, TlsOptions.Clients.CERTIFICATE), new HttpPort.Off()),
        "set udp.enabled = false, or");
    refused(
        open(linePort(false, TlsOptions.Clients.ANY), new HttpPort.Off()),
        "set tls.clients = \"certificate\" (or auth.tokens-file), or");
    refused(
        open(new LinePortOptions(false, false), new HttpPort.Off()),
        "set TLS (placeherd herd init makes what it needs), or");
  }

  @Test
  void isReachableWhereEverybodyNeedsATokenAndNobodyCanReadItOnTheWay() throws StartupException {
    Path tokens = Path.of("tokens");
    LinePortOptions all = linePort(false, TlsOptions.Clients.ANY).withTokens(tokens);
    assertThat(ServerSettings.of(open(all, new HttpPort.Off()), "A", false).insecure()).isFalse();
    ServerSettings withHttp = ServerSettings.of(open(all, new HttpPort.Auto()), "A", false);
    assertThat(withHttp.isHttpGuarded()).as("a token will do, no certificate").isFalse();
    HttpOptions usual = HttpOptions.on(new HttpPort.Auto());
    HttpOptions plain =
        new HttpOptions(
            usual.port(),
            false,
            List.of(),
            List.of(),
            usual.connections(),
            usual.connectionsPerAddress());
    refused(open(all, plain), "set http.tls = \"auto\" or http.port = \"off\", or");
    refused(
        open(linePort(true, TlsOptions.Clients.ANY).withTokens(tokens), new HttpPort.Off()),
        "set udp.enabled = false, or");
    refused(
        open(new LinePortOptions(false, false).withTokens(tokens), new HttpPort.Off()),
        "set TLS (placeherd herd init makes what it needs), or");
  }

  private static void refused(HerdConfig herd, String words) {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> ServerSettings.of(herd, "A", false))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
  }

  private static LinePortOptions linePort(boolean udp, TlsOptions.Clients clients) {
    return new LinePortOptions(
        udp, false, Optional.of(new TlsOptions("a.crt", "a.key", "ca.crt", clients)));
  }

  private static HerdConfig open(LinePortOptions linePort, HttpPort http) {
    return open(linePort, HttpOptions.on(http));
  }

  private static HerdConfig open(LinePortOptions linePort, HttpOptions http) {
    HerdConfig herd = herdOn("10.0.0.7");
    return new HerdConfig(
        herd.servers(),
        herd.links(),
        herd.tolerance(),
        herd.dialects(),
        herd.options(),
        herd.limits(),
        herd.eventLog(),
        herd.places(),
        linePort,
        http);
  }

  @Test
  void plainLinesAreTakenFromThisMachineAndFromOldStyleServersOnly() throws Exception {
    HerdConfig herd = open(linePort(false, TlsOptions.Clients.CERTIFICATE), new HttpPort.Off());
    ServerSettings settings = ServerSettings.of(herd, "A", false);
    assertThat(settings.takesPlain(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(settings.takesPlain(InetAddress.ofLiteral("10.0.0.8"))).isFalse();
    assertThat(ServerSettings.of(herd, "A", true).takesPlain(InetAddress.ofLiteral("10.0.0.8")))
        .isTrue();
    ServerOptions usual = ServerOptions.DEFAULT;
    ServerOptions withOldStyle =
        new ServerOptions(
            usual.data(),
            usual.acknowledgement(),
            usual.events(),
            usual.staleReply(),
            usual.closeAfterReply(),
            usual.partialLineTimeout(),
            Set.of(InetAddress.ofLiteral("10.0.0.8")));
    assertThat(
            ServerSettings.of(herd.withOptions(withOldStyle), "A", false)
                .takesPlain(InetAddress.ofLiteral("10.0.0.8")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "localhost", "LocalHost"})
  void loopbackNeedsNoPermission(String host) throws StartupException {
    assertThat(ServerSettings.of(herdOn(host), "A", false).self().isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7", "::", "example.org", "localhost.example.org"})
  void anythingElseDoes(String host) {
    assertThat(herdOn(host).isLoopbackOnly()).isFalse();
  }

  @Test
  void anAddressOfVersionSixIsShownInBrackets() {
    assertThat(new ServerAddress("A", "::1", 7000).hostAndPort()).isEqualTo("[::1]:7000");
  }

  private static HerdConfig herdOn(String host) {
    return HerdConfig.of(List.of(new ServerAddress("A", host, 7000)), List.of());
  }
}
