package org.placeherd.server;

import java.nio.file.Path;

/// What `[tls]` sets.
///
/// @param certificate file with the server's certificate, then those between it and the CA; PEM.
///   `{server}` in its name stands for the server's
/// @param key file with the key of that certificate: PKCS#8, PEM. `{server}` as above
/// @param ca file with the certificates of the authorities that are believed; PEM
/// @param clients who may connect by TLS
public record TlsOptions(String certificate, String key, String ca, Clients clients) {
  private static final String SERVER = "{server}";

  Path certificateOf(String server) {
    return Path.of(certificate.replace(SERVER, server));
  }

  Path keyOf(String server) {
    return Path.of(key.replace(SERVER, server));
  }

  Path caFile() {
    return Path.of(ca);
  }

  /// Who may connect by TLS.
  public enum Clients {
    /// Anybody.
    ANY,
    /// Who shows a certificate of the CA.
    CERTIFICATE
  }
}
