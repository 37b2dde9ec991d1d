package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every buffer that a herd takes it gives back, however its connections end.
class MemoryOverTcpTest {
  @TempDir Path data;

  @Test
  void noBufferIsLeftBehind() throws Exception {
    long before = buffersInUse();
    try (TestHerd herd = new TestHerd(data, "Alford Bolden Lake", "Alford-Bolden Alford-Lake")) {
      herd.placesDeadline = Duration.ofMillis(50);
      herd.start("Alford").start("Bolden");
      try (OldStylePeer lake = OldStylePeer.stalled(herd.port("Lake"))) {
        herd.awaitLink("Alford", "Bolden");
        for (int i = 0; i < 30; i++) {
          live(herd);
        }
        assertThat(lake.connections()).isPositive();
        herd.stop("Bolden");
        live(herd);
        herd.start("Bolden").awaitLinks();
      }
      live(herd);
    }
    Await.until("all buffers are back", () -> buffersInUse() <= before);
  }

  /// Clients that leave in every way there is.
  private static void live(TestHerd herd) throws Exception {
    try (LineClient whole = herd.client("Alford");
        LineClient half = herd.client("Alford");
        LineClient slow = LineClient.connect(herd.port("Alford"), 4_096)) {
      whole.ask("IAMAT a +1+2 3");
      whole.whatsat("a");
      herd.places.hang(true);
      half.send("WHATSAT a 1 1\nLLL\nIAMAT b +1+2 4");
      half.endOutput();
      slow.send("WHATSAT a 1 1\n".repeat(10) + "long\n".repeat(20_000));
      slow.reset();
      LineClient asking = herd.client("Alford");
      asking.send("WHATSAT a 1 1\nIAMAT c");
      asking.reset();
      LineClient tooLong = herd.client("Alford");
      tooLong.send("x".repeat(70_000));
      tooLong.close();
      assertThat(half.rest()).contains("UNKNOWN_ERROR").contains(" b +1+2 4");
      herd.places.hang(false);
    }
  }

  private static long buffersInUse() throws IOException {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }
}
