package org.placeherd.web;

import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.placeherd.server.PrivateAuthority;

/// A CA in memory, with contexts for a server and for who believes it.
final class TlsForTests {
  private static final char[] NO_PASSWORD = {};
  private final Instant now = Instant.now();
  private final PrivateAuthority authority =
      PrivateAuthority.create("Test CA", now, Duration.ofDays(9));

  SSLContext server() throws Exception {
    return context(
        Optional.of(
            authority.issue("Alford", Set.of("Alford", "localhost"), now, now.plusSeconds(9_999))));
  }

  SSLContext client() throws Exception {
    return context(Optional.empty());
  }

  private SSLContext context(Optional<PrivateAuthority.Issued> own) throws Exception {
    KeyStore keys = store();
    if (own.isPresent()) {
      keys.setKeyEntry(
          "own", own.get().key(), NO_PASSWORD, new Certificate[] {own.get().certificate()});
    }
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, NO_PASSWORD);
    KeyStore believed = store();
    believed.setCertificateEntry("ca", authority.own().certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(believed);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
