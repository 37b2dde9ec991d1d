package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may say AT (protocol §5).
class PeersOnlyTest {
  private static final String TOLD = "AT Lake +0.500000000 kiwi +34-118 1479413884.5";

  private final Path data;
  private final TestHerd herd;

  PeersOnlyTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  @Test
  void onALoopbackHerdThisMachineMayTell() throws Exception {
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      client.send(TOLD + "\n");
      assertThat(client.whatsat("kiwi")).startsWith(TOLD + "\n");
    }
  }

  @Test
  void inAHerdOfSeveralMachinesAStrangerMayNot() throws Exception {
    herd.withStranger = true;
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask(TOLD)).isEqualTo("? " + TOLD);
      assertThat(client.ask("HELLO placeherd/1 Bolden")).isEqualTo("? HELLO placeherd/1 Bolden");
      assertThat(client.ask("STATUS")).isEqualTo("? STATUS");
      assertThat(client.ask("WHATSAT kiwi 10 5")).isEqualTo("? WHATSAT kiwi 10 5");
      client.send("AT " + "x".repeat(1_022));
      assertThat(client.rest()).isEqualTo("? AT " + "x".repeat(125) + "\n");
    }
  }

  @Test
  void anAddressThatIsListedMay() throws Exception {
    herd.withStranger = true;
    herd.options =
        new ServerOptions(
            data,
            Acknowledgement.DISK,
            EventMode.OFF,
            StaleReply.LITERAL,
            false,
            Duration.ZERO,
            Set.of(InetAddress.getLoopbackAddress()));
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      client.send(TOLD + "\n");
      assertThat(client.whatsat("kiwi")).startsWith(TOLD + "\n");
    }
  }
}
