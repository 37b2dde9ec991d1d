package org.placeherd.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.StartupException;
import org.placeherd.server.TlsFiles;
import org.placeherd.server.TlsOptions;

/// What commands speak TLS with, in a herd whose configuration says that it speaks TLS.
final class HerdTls {
  /// In whose name `herd init` makes a certificate for clients.
  static final String CLIENT = "client";

  private HerdTls() {}

  /// In the name of a server: only those are told how another is.
  ///
  /// @throws StartupException if no server's files are here
  static Optional<SSLContext> asServer(HerdConfig herd) throws StartupException {
    Optional<TlsOptions> tls = herd.linePort().tls();
    return tls.isEmpty()
        ? Optional.empty()
        : Optional.of(inTheNameOfOne(tls.get(), herd.serverNames()));
  }

  /// As a client. It shows a certificate only where it has to: the client's own, or else that of a
  /// server whose files are here.
  static Optional<SSLContext> asClient(HerdConfig herd) throws StartupException {
    Optional<TlsOptions> tls = herd.linePort().tls();
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    if (tls.get().clients() == TlsOptions.Clients.ANY) {
      return Optional.of(TlsFiles.believing(tls.get()));
    }
    List<String> names = new ArrayList<>(List.of(CLIENT));
    names.addAll(herd.serverNames());
    return Optional.of(inTheNameOfOne(tls.get(), names));
  }

  private static SSLContext inTheNameOfOne(TlsOptions tls, List<String> names)
      throws StartupException {
    Optional<StartupException> problem = Optional.empty();
    for (String name : names) {
      try {
        return new TlsFiles(tls, name).read(InstantSource.system().instant());
      } catch (StartupException e) {
        problem = Optional.of(problem.orElse(e));
      }
    }
    throw problem.orElseThrow();
  }
}
