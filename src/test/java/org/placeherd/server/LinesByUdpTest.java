package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One datagram, one command: the same server as by TCP (docs/udp.md).
class LinesByUdpTest {
  private static final int LONGEST = Limits.DEFAULT.lineBytes();

  private final Path data;
  private final TestHerd herd;

  LinesByUdpTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private DatagramClient client() throws IOException {
    return new DatagramClient(herd.port("Alford"));
  }

  @Test
  void whatIsReportedByUdpIsFoundByTcp() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client();
        LineClient asker = herd.client("Alford")) {
      String stored = client.ask("IAMAT kiwi +34-118 1\n");
      assertThat(stored).matches("AT Alford \\S+ kiwi \\+34-118 1\n");
      assertThat(asker.whatsat("kiwi")).startsWith(stored);
    }
  }

  @Test
  void aReportIsOnTheDiskBeforeItIsAnswered() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client()) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.ask("IAMAT saved" + i + " +34-118 1")).startsWith("AT Alford ");
        assertThat(journal()).contains(" saved" + i + " +34-118 1");
      }
    }
  }

  private String journal() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(data.resolve("journal-Alford"))) {
      for (Path file : files.toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void aLineMayEndAndNeedNot() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client()) {
      for (String end : List.of("", "\n", "\r\n", "\r")) {
        assertThat(client.ask("IAMAT kiwi +34-118 1" + end)).endsWith(" kiwi +34-118 1\n");
      }
      assertThat(client.ask("LLL")).isEqualTo("? LLL\n");
      assertThat(client.ask("LLL\r\n")).isEqualTo("? LLL\r\n");
      client.datagram(""); // nothing was said
      assertThat(client.ask("\n")).isEqualTo("? \n");
    }
  }

  @Test
  void severalLinesInOneDatagramAreNoCommand() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client();
        LineClient asker = herd.client("Alford")) {
      String two = "IAMAT one +34-118 1\nIAMAT two +34-118 1\n";
      assertThat(client.ask(two)).isEqualTo("? " + two);
      assertThat(client.ask("IAMAT one\n+34-118 1")).isEqualTo("? IAMAT one\n+34-118 1\n");
      assertThat(client.ask("\nIAMAT one +34-118 1")).isEqualTo("? \nIAMAT one +34-118 1\n");
      assertThat(asker.whatsat("one")).startsWith("? ");
      assertThat(asker.whatsat("two")).startsWith("? ");
    }
  }

  @Test
  void aDatagramThatIsTooLongGetsItsFirstBytesBack() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client()) {
      assertThat(client.ask("x".repeat(LONGEST) + "\n"))
          .isEqualTo("? " + "x".repeat(LONGEST) + "\n");
      for (String tooLong :
          List.of("x".repeat(LONGEST + 1), "x".repeat(LONGEST + 1) + "\n", "x".repeat(60_000))) {
        assertThat(client.ask(tooLong)).isEqualTo("? " + "x".repeat(128) + "\n");
      }
      String lines = "x".repeat(128) + "\n";
      assertThat(client.ask(lines.repeat(100))).isEqualTo("? " + "x".repeat(128) + "\n");
      assertThat(client.ask("still here")).isEqualTo("? still here\n");
    }
  }

  @Test
  void noServerSpeaksUdp() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client();
        LineClient asker = herd.client("Alford")) {
      for (String line :
          List.of(
              "AT Lake +0.500000000 kiwi +34-118 1479413884.5",
              "HELLO placeherd/1 Bolden",
              "HELLO placeherd/1 -",
              "STATUS",
              "COMPARE")) {
        assertThat(client.ask(line + "\n")).isEqualTo("? " + line + "\n");
      }
      assertThat(asker.whatsat("kiwi")).startsWith("? ");
    }
  }

  @Test
  void aComplaintIsNeverAnswered() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client()) {
      client.datagram("? LLL\n");
      client.datagram("?\n? LLL\n");
      client.datagram("?" + "x".repeat(2 * LONGEST));
      assertThat(client.ask("LLL")).isEqualTo("? LLL\n");
    }
  }

  @Test
  void questionsAreRefusedUnlessTheyAreAllowed() throws Exception {
    herd.start("Alford");
    try (DatagramClient client = client()) {
      client.ask("IAMAT kiwi +34-118 1");
      assertThat(client.ask("WHATSAT kiwi 10 5")).isEqualTo("? WHATSAT kiwi 10 5\n");
    }
    assertThat(herd.places.queries()).isZero();
    herd.stop("Alford");
    herd.linePort = new LinePortOptions(true, true);
    herd.start("Alford");
    try (DatagramClient client = client()) {
      String stored = client.ask("IAMAT kiwi +34-118 2");
      assertThat(client.ask("WHATSAT kiwi 10 5")).isEqualTo(stored + TestPlaces.JSON + "\n\n");
    }
  }

  @Test
  void manySendersAreKeptApart() throws Exception {
    herd.start("Alford");
    List<DatagramClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        clients.add(client());
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < clients.size(); i++) {
          clients.get(i).datagram("IAMAT many" + i + " +1+2 " + round);
        }
        for (int i = 0; i < clients.size(); i++) {
          assertThat(clients.get(i).reply()).endsWith(" many" + i + " +1+2 " + round + "\n");
        }
      }
    } finally {
      clients.forEach(DatagramClient::close);
    }
  }

  @Test
  void theEventLogShowsTheSender() throws Exception {
    herd.events(EventMode.ALL).start("Alford");
    try (DatagramClient client = client()) {
      client.ask("IAMAT kiwi +34-118 1\n");
      String who = " udp:127.0.0.1:" + client.localPort() + " ";
      Await.until(
          "both lines are in the log",
          () -> {
            String log = Files.readString(herd.log("Alford"));
            return log.contains(" in" + who + "stored IAMAT kiwi +34-118 1\n")
                && log.contains(" out" + who + "- AT Alford ");
          });
    }
  }

  @Test
  void aPortThatIsTakenIsAClearError() throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), herd.port("Alford"));
    try (var _ = new DatagramSocket(address)) {
      assertThatExceptionOfType(StartupException.class)
          .isThrownBy(() -> herd.start("Alford"))
          .withMessageContaining("Alford cannot listen on UDP 127.0.0.1:" + herd.port("Alford"))
          .withMessageContaining("Address already in use")
          .withMessageContaining("--udp off")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(StartupException.FAILURE));
      herd.linePort = new LinePortOptions(false, false);
      herd.start("Alford"); // nothing was left of the first attempt
    }
  }

  @Test
  void whereItIsOffNobodyListens() throws Exception {
    herd.linePort = new LinePortOptions(false, false);
    herd.start("Alford");
    try (DatagramClient client = client()) {
      assertThatExceptionOfType(PortUnreachableException.class).isThrownBy(() -> client.ask("LLL"));
    }
  }
}
