package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that do not read what they are answered.
class SlowClientTest {
  private static final int SMALL_BUFFER = 4_096;
  private static final byte[] LINES = "ask and ask again\n".repeat(4_000).getBytes(ISO_8859_1);

  private final TestHerd herd;

  SlowClientTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @BeforeEach
  void start() throws Exception {
    herd.start("Alford");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  /// Sends lines without end on a thread of its own until the server takes no more.
  private static final class Sender {
    final AtomicLong bytes = new AtomicLong();
    final AtomicBoolean stop = new AtomicBoolean();

    Sender(LineClient client) {
      Thread.ofVirtual().start(() -> run(client));
    }

    private void run(LineClient client) {
      try {
        while (!stop.get()) {
          client.send(LINES);
          bytes.addAndGet(LINES.length);
        }
      } catch (IOException e) {
        // closed by the test
      }
    }

    /// Waits until nothing has got through for a while.
    void awaitStuck() throws Exception {
      long[] seen = {-1, 0};
      Await.until(
          "the server stops to read",
          () -> {
            if (seen[0] != bytes.get()) {
              seen[0] = bytes.get();
              seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > Duration.ofMillis(300).toNanos();
          });
    }
  }

  @Test
  void theServerStopsToReadFromAClientThatNeverReads() throws Exception {
    try (LineClient deaf = LineClient.connect(herd.port("Alford"), SMALL_BUFFER);
        LineClient other = herd.client("Alford")) {
      Sender sender = new Sender(deaf);
      sender.awaitStuck();
      // What the two kernels hold and at most a quarter of a megabyte of replies.
      assertThat(sender.bytes.get()).isLessThan(20_000_000L);
      for (int i = 0; i < 100; i++) {
        assertThat(other.ask("hear me")).isEqualTo("? hear me");
      }
      sender.stop.set(true);
    }
  }

  @Test
  void aClientThatReadsAtLastGetsEveryReplyInOrder() throws Exception {
    int count = 60_000;
    try (LineClient slow = LineClient.connect(herd.port("Alford"), SMALL_BUFFER)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              for (int from = 0; from < count; from += 1_000) {
                StringBuilder lines = new StringBuilder();
                for (int i = from; i < from + 1_000; i++) {
                  lines.append("line number ").append(i).append(" of a long burst\n");
                }
                slow.send(lines.toString());
              }
              slow.endOutput();
            } catch (IOException e) {
              // The reader sees what is missing.
            }
          });
      for (int i = 0; i < count; i++) {
        String line = slow.line();
        if (!line.equals("? line number " + i + " of a long burst")) {
          assertThat(line).isEqualTo("? line number " + i + " of a long burst");
        }
      }
      assertThat(slow.rest()).isEmpty();
    }
  }

  /// When the server comes to the last line, replies before it wait for room and the half-close is
  /// there already.
  @Test
  void aLongTailIsKeptForAClientThatHalfClosesBehindALineThatIsTooLong() throws Exception {
    String filler = "z".repeat(1_000) + "\n";
    int count = 12_000;
    try (LineClient slow = LineClient.connect(herd.port("Alford"), SMALL_BUFFER)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              slow.send(filler.repeat(count) + "q".repeat(1_500) + "\n");
              slow.endOutput();
            } catch (IOException e) {
              // The reader sees what is missing.
            }
          });
      String tail = "? " + "q".repeat(128) + "\n";
      assertThat(slow.rest().equals(("? " + filler).repeat(count) + tail)).isTrue();
    }
  }
}
