package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS on the line port (docs/tls.md), against the JDK's own sockets.
class LinesByTlsTest {
  private static final String TOLD = "AT Lake +0.500000000 kiwi +34-118 1479413884.5";

  private final TestHerd herd;
  private final TestCertificates certificates;
  private final SSLContext stranger;
  private final SSLContext bolden;

  LinesByTlsTest(@TempDir Path data) throws Exception {
    herd = new TestHerd(data, "Alford Bolden", "");
    certificates = new TestCertificates(data.resolve("tls")).server("Alford").server("Bolden");
    stranger = certificates.context();
    bolden = certificates.context(certificates.valid("Bolden"));
    herd.linePort = certificates.linePort(TlsOptions.Clients.ANY);
    herd.tls = Optional.of(bolden);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private LineClient client(SSLContext tls) throws IOException {
    return LineClient.connect(herd.port("Alford"), tls);
  }

  private LineClient plain() throws IOException {
    return LineClient.connect(herd.port("Alford"));
  }

  private void awaitLog(String words) throws Exception {
    Await.until(
        "the log says " + words, () -> Files.readString(herd.log("Alford")).contains(words));
  }

  @Test
  void onePortTakesBoth() throws Exception {
    herd.start("Alford");
    try (LineClient secret = client(stranger);
        LineClient open = plain()) {
      String stored = secret.ask("IAMAT kiwi +34-118 1");
      assertThat(stored).startsWith("AT Alford ");
      assertThat(open.whatsat("kiwi")).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
      assertThat(secret.whatsat("kiwi")).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
      assertThat(open.ask("LLL")).isEqualTo("? LLL");
    }
  }

  @Test
  void manyLinesComeBackInOrder() throws Exception {
    herd.start("Alford");
    try (LineClient client = client(stranger)) {
      client.ask("IAMAT known +1+2 3");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 5_000; i++) {
        lines.append(i % 100 == 7 ? "WHATSAT known 1 1\n" : "bad " + i + "\n");
      }
      client.send(lines.toString());
      client.endOutput();
      for (int i = 0; i < 5_000; i++) {
        if (i % 100 == 7) {
          assertThat(client.answer()).endsWith("}\n\n");
        } else {
          assertThat(client.line()).isEqualTo("? bad " + i);
        }
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void halfCloseIsAnsweredToTheEnd() throws Exception {
    herd.start("Alford");
    try (LineClient client = client(stranger)) {
      client.send("IAMAT a +1+2 3\nLLL\nWHATSAT a 1 1\nWHATSAT a 1 1");
      client.endOutput();
      String places = client.line() + "\n" + TestPlaces.JSON + "\n\n";
      assertThat(client.rest()).isEqualTo("? LLL\n" + places + places);
    }
  }

  @Test
  void aLineThatWasCutDoesNotCount() throws Exception {
    herd.start("Alford");
    Socket wire = new Socket(InetAddress.getLoopbackAddress(), herd.port("Alford"));
    try (SSLSocket socket =
            (SSLSocket)
                stranger.getSocketFactory().createSocket(wire, "Alford", wire.getPort(), false);
        LineClient asker = plain()) {
      socket
          .getOutputStream()
          .write("LLL\nIAMAT cut +34-118 1".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII))
          .isEqualTo("? LLL\n");
      wire.shutdownOutput(); // TCP ends, TLS does not
      assertThat(wire.getInputStream().readAllBytes()).isNotNull(); // until the server closes
      assertThat(asker.whatsat("cut")).startsWith("? ");
    }
  }

  @Test
  void aTooLongLineEndsTheConnection() throws Exception {
    herd.start("Alford");
    try (LineClient client = client(stranger)) {
      client.send("x".repeat(40_000) + "\n");
      assertThat(client.rest()).isEqualTo("? " + "x".repeat(128) + "\n");
    }
  }

  @Test
  void onlyAServerOfTheHerdMayTell() throws Exception {
    herd.start("Alford");
    SSLContext nobody = certificates.context(certificates.client());
    SSLContext elsewhere = certificates.context(certificates.valid("Elsewhere"));
    for (SSLContext tls : List.of(stranger, nobody, elsewhere)) {
      try (LineClient client = client(tls)) {
        assertThat(client.ask(TOLD)).isEqualTo("? " + TOLD);
        assertThat(client.ask("HELLO placeherd/1 Bolden")).isEqualTo("? HELLO placeherd/1 Bolden");
      }
    }
    try (LineClient client = plain()) { // on this machine, which is not enough where there is TLS
      assertThat(client.ask(TOLD)).isEqualTo("? " + TOLD);
    }
    try (LineClient client = client(bolden)) {
      assertThat(client.ask("HELLO placeherd/1 Alford")).isEqualTo("? HELLO placeherd/1 Alford");
      assertThat(client.ask("HELLO placeherd/1 Hamilton"))
          .isEqualTo("? HELLO placeherd/1 Hamilton");
      client.send(TOLD + "\n");
      assertThat(client.whatsat("kiwi")).startsWith(TOLD + "\n");
      assertThat(client.ask("HELLO placeherd/1 Bolden")).isEqualTo("HELLO placeherd/1 Alford");
    }
  }

  @Test
  void aCertificateCanBeDemanded() throws Exception {
    herd.linePort = certificates.linePort(TlsOptions.Clients.CERTIFICATE);
    herd.events(EventMode.CHANGES).start("Alford");
    try (LineClient client = client(certificates.context(certificates.client()))) {
      assertThat(client.ask("LLL")).isEqualTo("? LLL");
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> {
          try (LineClient client = client(stranger)) {
            client.ask("LLL");
          }
        });
    awaitLog(" refuse 127.0.0.1:");
  }

  @Test
  void aForeignOrExpiredCertificateIsRefusedAndTheLogSaysWhy(@TempDir Path other) throws Exception {
    herd.events(EventMode.CHANGES).start("Alford");
    TestCertificates foreign = new TestCertificates(other);
    PrivateAuthority.Issued old =
        certificates.issue(
            "Bolden",
            certificates.now.minus(Duration.ofDays(3)),
            certificates.now.minus(Duration.ofDays(1)));
    refused(own(foreign.valid("Bolden")));
    awaitLog("its certificate is not from our CA");
    refused(own(old));
    awaitLog("its certificate has expired");
  }

  private SSLContext own(PrivateAuthority.Issued issued) throws Exception {
    return certificates.context(issued);
  }

  private void refused(SSLContext tls) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> {
          try (LineClient client = client(tls)) {
            client.ask("LLL");
          }
        });
  }

  @Test
  void noOlderTlsIsSpoken() throws Exception {
    herd.start("Alford");
    try (SSLSocket socket =
        (SSLSocket)
            stranger
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), herd.port("Alford"))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
    }
  }

  @Test
  void whoHasNotSaidAnythingCountsAsAConnection() throws Exception {
    herd.limits = new Limits(1024, 255, false, 3);
    herd.start("Alford");
    List<LineClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        silent.add(plain());
      }
      try (LineClient late = plain()) {
        assertThat(late.rest()).isEmpty();
      }
      assertThat(silent.getFirst().ask("LLL")).isEqualTo("? LLL");
    } finally {
      for (LineClient client : silent) {
        client.close();
      }
    }
  }

  @Test
  void newCertificatesAreUsedWithoutARestart() throws Exception {
    herd.events(EventMode.CHANGES).start("Alford");
    try (LineClient before = client(stranger)) {
      assertThat(serial()).isEqualTo(serial());
      String old = serial();
      certificates.server("Alford");
      herd.server("Alford").lookAtCertificates();
      assertThat(serial()).isNotEqualTo(old);
      assertThat(before.ask("LLL")).isEqualTo("? LLL");
      awaitLog("The certificate files have changed: new connections use the new ones.");
      old = serial();
      Files.writeString(certificates.file("Alford.key"), "no key");
      herd.server("Alford").lookAtCertificates();
      assertThat(serial()).isEqualTo(old);
      awaitLog("but the old ones are kept: The file of the key of Alford");
    }
  }

  private String serial() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            certificates
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), herd.port("Alford"))) {
      socket.startHandshake();
      return ((java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSerialNumber()
          .toString();
    }
  }
}
