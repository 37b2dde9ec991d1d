package org.placeherd.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of a herd's own, which makes certificates for its servers and clients.
/// Keys are of the curve P-256, which every TLS library knows.
public final class PrivateAuthority {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";

  /// A serial number is up to 20 bytes (RFC 5280 §4.1.2.2); 16 by chance never meet.
  private static final int SERIAL_BITS = 128;

  /// Certificates are valid this long before they are made, for clocks that are behind.
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private static final SecureRandom CHANCE = new SecureRandom();

  private final X500Name name;
  private final Issued own;

  /// A certificate and its key.
  ///
  /// @param certificate what is shown to everybody
  /// @param key what is shown to nobody
  public record Issued(X509Certificate certificate, PrivateKey key) {
    /// Writes both as PEM, the key readable by its owner only.
    ///
    /// @throws IOException if one of the files is there already or cannot be written
    public void write(Path certificateFile, Path keyFile) throws IOException {
      try {
        writeNew(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a certificate that was made cannot be encoded", e);
      }
      writeNew(
          keyFile,
          pem("PRIVATE KEY", key.getEncoded()),
          keyFile.getFileSystem().supportedFileAttributeViews().contains("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0]);
    }
  }

  private PrivateAuthority(X500Name name, Issued own) {
    this.name = name;
    this.own = own;
  }

  /// Makes an authority.
  ///
  /// @param commonName what it is called
  public static PrivateAuthority create(String commonName, Instant now, Duration validity) {
    X500Name name = nameOf(commonName);
    KeyPair keys = newKeys();
    try {
      JcaX509v3CertificateBuilder certificate =
          builder(name, keys, name, now.minus(CLOCK_SKEW), now.plus(validity));
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      certificate.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new PrivateAuthority(name, sign(certificate, keys, keys.getPrivate()));
    } catch (IOException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }

  /// The authority's own certificate and key.
  public Issued own() {
    return own;
  }

  /// Makes a certificate that is good for both ends of a connection.
  ///
  /// @param names what it is for: a server's name makes a peer; IP addresses and host names let
  ///   HTTPS clients believe it; none for a client
  public Issued issue(String commonName, Set<String> names, Instant from, Instant to) {
    KeyPair keys = newKeys();
    try {
      JcaX509v3CertificateBuilder certificate =
          builder(name, keys, nameOf(commonName), from.minus(CLOCK_SKEW), to);
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      certificate.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      if (!names.isEmpty()) {
        certificate.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                names.stream()
                    .map(each ->
                        new GeneralName(
                            HostText.literal(each).isPresent()
                                ? GeneralName.iPAddress
                                : GeneralName.dNSName,
                            each))
                    .toArray(GeneralName[]::new)));
      }
      return sign(certificate, keys, own.key());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }

  private static X500Name nameOf(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), CHANCE);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no curve " + CURVE, e);
    }
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, KeyPair keys, X500Name subject, Instant from, Instant to) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, CHANCE),
        Date.from(from),
        Date.from(to),
        subject,
        keys.getPublic());
  }

  private static Issued sign(
      JcaX509v3CertificateBuilder certificate, KeyPair keys, PrivateKey signer) {
    try {
      return new Issued(
          new JcaX509CertificateConverter()
              .getCertificate(
                  certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(signer))),
          keys.getPrivate());
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with " + SIGNATURE, e);
    }
  }

  private static String pem(String label, byte[] encoded) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static void writeNew(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      var _ = channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
