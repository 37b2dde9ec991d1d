package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A CA of a test's own, and what it has issued, in a directory.
final class TestCertificates {
  private static final char[] NO_PASSWORD = {};

  final Instant now = Instant.now();
  private final Path directory;
  private final PrivateAuthority authority =
      PrivateAuthority.create("Test CA", now.minus(Duration.ofDays(9)), Duration.ofDays(99));

  TestCertificates(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    authority.own().write(file("ca.crt"), file("ca.key"));
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /// Writes a certificate for a server, over one that is there.
  TestCertificates server(String name) throws IOException {
    return write(name, valid(name));
  }

  PrivateAuthority.Issued valid(String name) {
    return issue(name, now, now.plus(Duration.ofDays(9)));
  }

  PrivateAuthority.Issued issue(String name, Instant from, Instant to) {
    return authority.issue(name, Set.of(name), from, to);
  }

  /// With several names.
  PrivateAuthority.Issued issue(Set<String> names) {
    return authority.issue("server", names, now, now.plus(Duration.ofDays(9)));
  }

  PrivateAuthority.Issued client() {
    return authority.issue("client", Set.of(), now, now.plus(Duration.ofDays(9)));
  }

  TestCertificates write(String name, PrivateAuthority.Issued issued) throws IOException {
    Files.deleteIfExists(file(name + ".crt"));
    Files.deleteIfExists(file(name + ".key"));
    issued.write(file(name + ".crt"), file(name + ".key"));
    return this;
  }

  LinePortOptions linePort(TlsOptions.Clients clients) {
    return new LinePortOptions(false, false, java.util.Optional.of(options(clients)));
  }

  TlsOptions options(TlsOptions.Clients clients) {
    return new TlsOptions(
        file("{server}.crt").toString(),
        file("{server}.key").toString(),
        file("ca.crt").toString(),
        clients);
  }

  /// What the other end of a server speaks TLS with.
  SSLContext context(PrivateAuthority.Issued... own) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, NO_PASSWORD);
    for (PrivateAuthority.Issued each : own) {
      keys.setKeyEntry(
          "own",
          each.key(),
          NO_PASSWORD,
          new java.security.cert.Certificate[] {each.certificate()});
    }
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, NO_PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, NO_PASSWORD);
    trusted.setCertificateEntry("ca", authority.own().certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
