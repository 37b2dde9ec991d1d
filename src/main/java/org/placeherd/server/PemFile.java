package org.placeherd.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file in the format of RFC 7468, as keys and certificates are passed about. What is in a key
/// file never reaches an error.
///
/// @param what what it is for, as an error calls it
record PemFile(String what, Path path) {
  /// A chain or a list of authorities is some kilobytes.
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private String text() throws StartupException {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw wrong("is longer than " + MOST_BYTES + " bytes");
      }
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw StartupException.failure(
          "Cannot read %s %s (%s); check that it is there and may be read."
              .formatted(what, path, e.getClass().getSimpleName()),
          e);
    }
  }

  private StartupException wrong(String problem) {
    return StartupException.failure("The file of %s, %s, %s.".formatted(what, path, problem));
  }

  /// Its certificates, in order; at least one.
  ///
  /// @throws StartupException if there is none
  List<X509Certificate> certificates() throws StartupException {
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text().getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw wrong("holds no certificate; it must be PEM");
      }
      return all;
    } catch (CertificateException e) {
      throw wrong("holds something that is no certificate; it must be PEM");
    }
  }

  /// Its private key.
  ///
  /// @throws StartupException if there is none that we can use
  PrivateKey privateKey() throws StartupException {
    String text = text();
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw wrong(
          text.contains("PRIVATE KEY-----")
              ? "holds a key that is encrypted or of an old format; turn it into PKCS#8 with"
                  + " 'openssl pkcs8 -topk8 -nocrypt'"
              : "holds no private key; it must be PEM");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
        // perhaps the next
      }
    }
    throw wrong("holds a key that is neither EC, RSA nor EdDSA, or is damaged");
  }
}
