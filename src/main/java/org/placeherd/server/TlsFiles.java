package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.placeherd.transport.Tls;

/// The files of a server's TLS: its certificate, the key of that, and the authorities it believes.
/// They are read whole and checked before they are used, so that what is wrong shows at once and
/// not in the first handshake.
public final class TlsFiles {
  private static final char[] NO_PASSWORD = {};

  private final String server;
  private final PemFile certificate;
  private final PemFile key;
  private final PemFile authorities;

  /// The files of one server.
  public TlsFiles(TlsOptions options, String server) {
    this.server = server;
    certificate = new PemFile("the certificate of " + server, options.certificateOf(server));
    key = new PemFile("the key of " + server, options.keyOf(server));
    authorities = new PemFile("the CA", options.caFile());
  }

  /// Reads and checks the files.
  ///
  /// @param now certificates must be valid then
  /// @throws StartupException if one cannot be read, or they do not fit each other or the server
  public SSLContext read(Instant now) throws StartupException {
    List<X509Certificate> chain = certificate.certificates();
    List<X509Certificate> believed = authorities.certificates();
    PrivateKey privateKey = key.privateKey();
    requireName(chain.getFirst());
    requireValid(chain.getFirst(), now);
    requireKey(chain.getFirst().getPublicKey(), privateKey);
    requireIssued(chain, believed, now);
    try {
      return context(privateKey, chain, believed);
    } catch (GeneralSecurityException | IOException e) {
      throw StartupException.failure(
          "TLS cannot be set up with %s (%s).".formatted(certificate.path(), e.getMessage()), e);
    }
  }

  /// For clients, who show nothing: believes the authorities only.
  ///
  /// @throws StartupException if their file cannot be read
  public static SSLContext believing(TlsOptions options) throws StartupException {
    PemFile authorities = new PemFile("the CA", options.caFile());
    try {
      return context(emptyStore(), authorities.certificates());
    } catch (GeneralSecurityException | IOException e) {
      throw StartupException.failure(
          "TLS cannot be set up with %s (%s).".formatted(authorities.path(), e.getMessage()), e);
    }
  }

  private void requireName(X509Certificate own) throws StartupException {
    Set<String> names = Tls.names(own);
    if (!names.contains(server)) {
      throw wrong(
          "is for %s, but the server is %s; its subject alternative names must have DNS:%s"
              .formatted(names, server, server));
    }
  }

  private void requireValid(X509Certificate own, Instant now) throws StartupException {
    if (own.getNotAfter().toInstant().isBefore(now)) {
      throw wrong("has expired on " + own.getNotAfter().toInstant() + "; make a new one");
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      throw wrong(
          "is not valid before "
              + own.getNotBefore().toInstant()
              + "; wait, or look at this machine's clock");
    }
  }

  private void requireKey(PublicKey ofCertificate, PrivateKey ours) throws StartupException {
    String algorithm =
        switch (ours.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "EdDSA";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(ours);
      byte[] signed = signature.sign();
      signature.initVerify(ofCertificate);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // they are of different kinds
    }
    throw wrong("has another key than the one in " + key.path());
  }

  private void requireIssued(
      List<X509Certificate> chain, List<X509Certificate> believed, Instant now)
      throws StartupException {
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              believed.stream()
                  .map(authority -> new TrustAnchor(authority, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    } catch (CertPathValidatorException e) {
      throw wrong(
          e.getReason() == BasicReason.EXPIRED
              ? "or one between it and the CA has expired; make a new one"
              : "is not from the CA in " + authorities.path());
    } catch (GeneralSecurityException e) {
      throw wrong("cannot be checked against " + authorities.path() + " (" + e.getMessage() + ")");
    }
  }

  private StartupException wrong(String problem) {
    return StartupException.failure(
        "The certificate in %s %s.".formatted(certificate.path(), problem));
  }

  private static SSLContext context(
      PrivateKey privateKey, List<X509Certificate> chain, List<X509Certificate> believed)
      throws GeneralSecurityException, IOException {
    KeyStore own = emptyStore();
    own.setKeyEntry("own", privateKey, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    return context(own, believed);
  }

  private static SSLContext context(KeyStore own, List<X509Certificate> believed)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    KeyStore trusted = emptyStore();
    for (int i = 0; i < believed.size(); i++) {
      trusted.setCertificateEntry("ca" + i, believed.get(i));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /// What the files look like from outside: it changes when they do.
  String state() {
    return List.of(certificate, key, authorities).stream()
        .map(file -> state(file.path()))
        .collect(Collectors.joining(" "));
  }

  private static String state(Path path) {
    try {
      return Files.getLastModifiedTime(path) + "/" + Files.size(path);
    } catch (IOException e) {
      return "gone";
    }
  }
}
