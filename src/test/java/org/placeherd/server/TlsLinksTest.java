package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Links between servers over TLS: each end proves its name.
class TlsLinksTest {
  private final TestHerd herd;
  private final TestCertificates certificates;

  TlsLinksTest(@TempDir Path data) throws Exception {
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
    certificates = new TestCertificates(data.resolve("tls")).server("Alford").server("Bolden");
    herd.linePort = certificates.linePort(TlsOptions.Clients.CERTIFICATE);
    herd.tls = Optional.of(certificates.context(certificates.valid("Bolden")));
    herd.events(EventMode.CHANGES);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  @Test
  void serversOfOneCaFindEachOther() throws Exception {
    herd.startAll().awaitLinks();
    try (LineClient one = herd.client("Alford");
        LineClient other = herd.client("Bolden")) {
      String stored = one.ask("IAMAT kiwi +34-118 1");
      assertThat(other.whatsat("kiwi")).startsWith(stored + "\n");
    }
    assertThat(herd.link("Alford", "Bolden").get("hello").asBoolean()).isTrue();
    herd.stop("Bolden");
    Await.until("it is missed", () -> !herd.link("Alford", "Bolden").get("up").asBoolean());
    herd.start("Bolden").awaitLinks();
  }

  @Test
  void anotherNameIsNotLinkedTo() throws Exception {
    linkFailsWith(
        certificates.valid("Hamilton"), "its certificate is for [Hamilton], not for Bolden");
  }

  @Test
  void anExpiredCertificateIsNotLinkedTo() throws Exception {
    linkFailsWith(
        certificates.issue(
            "Bolden",
            certificates.now.minus(Duration.ofDays(3)),
            certificates.now.minus(Duration.ofDays(1))),
        "its certificate has expired");
  }

  @Test
  void anotherCaIsNotBelieved(@TempDir Path other) throws Exception {
    linkFailsWith(
        new TestCertificates(other).valid("Bolden"), "its certificate is not from our CA");
  }

  @Test
  void whoSpeaksNoTlsIsNotLinkedTo() throws Exception {
    try (ServerSocket bolden =
        new ServerSocket(herd.port("Bolden"), 1, InetAddress.getLoopbackAddress())) {
      herd.start("Alford");
      try (Socket link = bolden.accept()) {
        link.getOutputStream().write("? what is that?\n".getBytes(StandardCharsets.US_ASCII));
        awaitFailure("it does not speak TLS; if it is old-style, set its hello to off");
      }
    }
  }

  private void awaitFailure(String reason) throws Exception {
    Await.until(
        "the log says " + reason,
        () -> Files.readString(herd.log("Alford")).contains(" link Bolden failed " + reason));
  }

  /// Plays Bolden with this certificate, and sees that Alford gives the link up and tells nothing.
  private void linkFailsWith(PrivateAuthority.Issued shown, String reason) throws Exception {
    SSLContext context = certificates.context(shown);
    try (SSLServerSocket bolden =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(herd.port("Bolden"), 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> told =
          CompletableFuture.supplyAsync(() -> {
            try (SSLSocket link = (SSLSocket) bolden.accept()) {
              return link.getInputStream().readAllBytes();
            } catch (java.io.IOException e) {
              return new byte[0]; // its handshake failed
            }
          });
      herd.start("Alford");
      assertThat(told.get()).isEmpty();
      awaitFailure(reason);
    }
  }
}
