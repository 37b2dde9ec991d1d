package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with the files of TLS is said before the server starts.
class TlsFilesTest {
  private final TestCertificates certificates;
  private final Path other;

  TlsFilesTest(@TempDir Path directory, @TempDir Path other) throws IOException {
    certificates = new TestCertificates(directory).server("Alford");
    this.other = other;
  }

  private void refusedWith(String... words) {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> read("Alford"))
        .satisfies(e -> assertThat(e.sentence()).contains(words).endsWith("."))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(StartupException.FAILURE));
  }

  private void read(String server) throws StartupException {
    new TlsFiles(certificates.options(TlsOptions.Clients.ANY), server).read(certificates.now);
  }

  @Test
  void whatFitsIsTaken() throws StartupException {
    read("Alford");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> read("Bolden"))
        .withMessageContaining("Cannot read the certificate of Bolden")
        .withMessageContaining("Bolden.crt");
  }

  @Test
  void aCertificateForAnotherName() throws IOException {
    certificates.write("Alford", certificates.valid("Bolden"));
    refusedWith("Alford.crt", "is for [Bolden], but the server is Alford", "DNS:Alford");
  }

  @Test
  void aCertificateThatHasExpired() throws IOException {
    certificates.write(
        "Alford",
        certificates.issue(
            "Alford",
            certificates.now.minus(Duration.ofDays(2)),
            certificates.now.minus(Duration.ofDays(1))));
    refusedWith("Alford.crt has expired on ", "make a new one");
  }

  @Test
  void aCertificateThatIsNotValidYet() throws IOException {
    certificates.write(
        "Alford",
        certificates.issue(
            "Alford",
            certificates.now.plus(Duration.ofDays(2)),
            certificates.now.plus(Duration.ofDays(3))));
    refusedWith("is not valid before ", "clock");
  }

  @Test
  void aCertificateOfAnotherCa() throws IOException {
    certificates.write("Alford", new TestCertificates(other).valid("Alford"));
    refusedWith("Alford.crt is not from the CA in ", "ca.crt");
  }

  @Test
  void theKeyOfAnotherCertificate() throws IOException {
    certificates.server("Bolden");
    Files.copy(
        certificates.file("Bolden.key"),
        certificates.file("Alford.key"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refusedWith("Alford.crt has another key than the one in ", "Alford.key");
  }

  @Test
  void aKeyThatCannotBeRead() throws IOException {
    for (String text :
        java.util.List.of(
            "", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")) {
      Files.writeString(certificates.file("Alford.key"), text);
      refusedWith("The file of the key of Alford", "Alford.key");
    }
    Files.writeString(
        certificates.file("Alford.key"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n");
    refusedWith("encrypted", "openssl pkcs8 -topk8 -nocrypt");
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> read("Alford"))
        .satisfies(e -> assertThat(e.sentence()).doesNotContain("c2VjcmV0"));
  }

  @Test
  void aCertificateThatIsNone() throws IOException {
    Files.writeString(certificates.file("Alford.crt"), "hello\n");
    refusedWith("The file of the certificate of Alford", "Alford.crt", "PEM");
  }
}
