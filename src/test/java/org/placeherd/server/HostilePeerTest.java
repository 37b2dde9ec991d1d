package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Neighbours that mean no good (`interop/hostile`), in processes of their own: whatever they do,
/// our clients are answered, what we keep for them is bounded, and honest servers agree.
class HostilePeerTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int CLIENTS = 50;
  private static final int ATTACKERS = 8;
  private static final int NOW_SECONDS = 1_479_413_884;

  /// What two servers and their few connections need is far less.
  private static final long MOST_BUFFER_BYTES = 64L << 20;

  private final Path data;
  private final TestHerd herd;

  HostilePeerTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = new TestHerd(data, "Alford Bolden Lake", "Alford-Bolden Alford-Lake");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private ForeignProcess hostile(String mode, int mark) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "There is no " + PYTHON + ".");
    List<String> command = new ArrayList<>(List.of(PYTHON, "interop/hostile/hostile.py", mode));
    command.addAll(List.of("--listen", "127.0.0.1:" + herd.port("Lake")));
    command.addAll(List.of("--target", "127.0.0.1:" + herd.port("Alford")));
    command.addAll(List.of("--connections", String.valueOf(ATTACKERS)));
    command.addAll(List.of("--interval", "0.001", "--mark", String.valueOf(mark)));
    return ForeignProcess.start(command, Map.of(), data.resolve("hostile"));
  }

  /// @param mark what it counts until it says so: lines, bytes or connections
  @ParameterizedTest
  @CsvSource({
    "storm, 20000",
    "stall, 20000",
    "drip, 500",
    "echo, 50",
    "halves, 40",
    "pingpong, 2000",
    "liar, 20000",
    "asker, 3000"
  })
  void clientsGoOnAndHonestServersAgree(String mode, int mark) throws Exception {
    herd.start("Alford").start("Bolden");
    herd.awaitLink("Alford", "Bolden");
    herd.awaitLink("Bolden", "Alford");
    List<String> told = new ArrayList<>();
    try (ForeignProcess hostile = hostile(mode, mark);
        LineClient client = herd.client("Alford");
        LineClient bolden = herd.client("Bolden")) {
      int marks = 0;
      for (int i = 0; marks < 5 || i < 10 * CLIENTS; i++) {
        String report = " +34-118 " + (NOW_SECONDS + i);
        String stored = client.ask("IAMAT honest" + i % CLIENTS + report);
        assertThat(stored).startsWith("AT Alford ").endsWith(report);
        told.add(stored);
        marks = hostile.printed().split("\n", -1).length - 1;
        assertThat(hostile.isAlive()).as(hostile.printed()).isTrue();
      }
      for (String stored : told.subList(told.size() - CLIENTS, told.size())) {
        String name = stored.split(" ", -1)[3];
        Await.until("Bolden knows " + stored, () -> bolden.whatsat(name).startsWith(stored + "\n"));
      }
      JsonNode status = herd.status("Alford");
      assertThat(status.get("clients").asInt()).isBetween(CLIENTS, CLIENTS + 1);
      // Connections that were closed may not have been noticed yet.
      assertThat(status.get("connections").asInt()).isLessThan(5 * ATTACKERS);
      assertThat(herd.link("Alford", "Lake").get("pending").asInt())
          .isLessThanOrEqualTo(CLIENTS + 1);
      assertThat(bufferBytesInUse()).isLessThan(MOST_BUFFER_BYTES);
    }
  }

  private static long bufferBytesInUse() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveBytes)
        .sum();
  }
}
