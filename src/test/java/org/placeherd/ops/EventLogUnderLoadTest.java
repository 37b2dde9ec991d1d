package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// What happens when the disk is slow, full or gone.
@Timeout(60)
class EventLogUnderLoadTest {
  private static final Label IN = Label.of("in");
  private static final Duration RETRY = Duration.ofMillis(1);

  @TempDir Path directory;
  private final BlockingQueue<String> complaints = new LinkedBlockingQueue<>();
  private final FakeDisk disk = new FakeDisk();
  private int offered;

  /// A disk that blocks and fails on command.
  private static final class FakeDisk implements LineFile {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CountDownLatch entered = new CountDownLatch(1);
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean full;
    volatile boolean closed;

    @Override
    public void append(ByteBuffer lines) throws IOException {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      int room = full ? lines.remaining() / 2 : lines.remaining();
      byte[] taken = new byte[room];
      lines.get(taken);
      bytes.writeBytes(taken);
      if (full) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    List<String> lines() {
      return bytes.toString(UTF_8).lines().toList();
    }
  }

  @Test
  void whatIsShedWhileTheDiskIsStuckIsCountedExactly() throws Exception {
    EventLog log = new EventLog(disk, "x.log", RETRY, complaints::add);
    disk.gate = new CountDownLatch(1);
    offer(log, 1);
    disk.entered.await();
    while (log.shed() < 1000) {
      offer(log, 1);
    }
    disk.gate.countDown();
    long shed = log.shed();
    while (log.shed() > 0 && disk.bytes.size() < EventBuffer.CHUNK_BYTES) {
      Thread.onSpinWait(); // until there is room again
    }
    log.at(1_000_000_000);
    offer(log, 100);
    log.close();

    List<String> shedLines = disk.lines().stream().filter(l -> l.contains(" shed ")).toList();
    assertThat(shedLines)
        .first()
        .asString()
        .matches("1970-01-01T00:00:01.000000Z shed - \\d+ events since 1970-01-01T00:00:00.*");
    assertThat(shedLines.stream().mapToLong(line -> Long.parseLong(column(line, 3))).sum())
        .isEqualTo(log.shed())
        .isGreaterThanOrEqualTo(shed);
    assertThat(disk.lines().size() - shedLines.size() + log.shed()).isEqualTo(offered);
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatIsShedLastIsSaidAtTheEnd() throws Exception {
    EventLog log = new EventLog(disk, "x.log", RETRY, complaints::add);
    disk.gate = new CountDownLatch(1);
    while (log.shed() < 10) {
      offer(log, 1);
    }
    Thread opener = Thread.ofVirtual().start(disk.gate::countDown);
    log.close();
    opener.join();
    assertThat(disk.lines().getLast()).contains(" shed - 10 events since ");
    assertThat(disk.lines()).hasSize(offered - 10 + 1);
    assertThat(disk.closed).isTrue();
  }

  @Test
  void aFullDiskLosesNothingWhileMemoryLasts() throws Exception {
    EventLog log = new EventLog(disk, "x.log", RETRY, complaints::add);
    disk.full = true;
    offer(log, 1000);
    assertThat(complaints.take())
        .isEqualTo(
            "Cannot write the event log x.log: No space left on device."
                + " Events wait in memory, then are counted, not kept; trying again.");
    offer(log, 1000);
    disk.full = false;
    assertThat(complaints.take()).isEqualTo("The event log x.log is written again.");
    log.close();
    assertThat(disk.lines()).hasSize(offered).allMatch(line -> line.endsWith(" in - - x"));
    assertThat(complaints).isEmpty();
  }

  @Test
  void aDiskThatIsFullToTheEndIsAnnouncedWithTheNumberOfLinesLost() throws Exception {
    EventLog log = new EventLog(disk, "x.log", RETRY, complaints::add);
    disk.full = true;
    disk.gate = new CountDownLatch(1);
    offer(log, 2);
    disk.gate.countDown();
    assertThat(complaints.take()).startsWith("Cannot write");
    offer(log, 3);
    log.close();
    long whole = disk.bytes.toString(UTF_8).chars().filter(c -> c == '\n').count();
    assertThat(complaints)
        .containsExactly(
            "The event log x.log lost its last " + (5 - whole) + " lines at this stop.");
  }

  @Test
  @EnabledIf("aFullDeviceExists")
  void aRealFullDiskIsTakenUpAgainWhenThereIsRoom() throws Exception {
    Path path = directory.resolve("server-Alford.log");
    Files.createSymbolicLink(path, Path.of("/dev/full"));
    EventLog log =
        new EventLog(new RotatingFile(path, 1 << 20, 2), "x.log", RETRY, complaints::add);
    offer(log, 10);
    assertThat(complaints.take()).contains("No space left on device");
    Files.delete(path);
    assertThat(complaints.take()).contains("is written again");
    offer(log, 10);
    log.close();
    assertThat(Files.readAllLines(path)).hasSize(20);
  }

  private static String column(String line, int number) {
    return List.of(line.split(" ", -1)).get(number);
  }

  static boolean aFullDeviceExists() {
    return Files.exists(Path.of("/dev/full"));
  }

  private void offer(EventLog log, int events) {
    Label none = Label.of("");
    for (int i = 0; i < events; i++) {
      offered++;
      log.event(IN, none, none, new byte[] {'x'}, 0, 1);
    }
    log.endOfBatch();
  }
}
