package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.wire.ByteWriter;

/// Commits and snapshots beside a loop, on a real disk.
@Timeout(60)
class JournalThreadTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(50_000, 10_000, 20_000, 2, 100_000);
  private static final int GROUPS = 400;
  private static final int CLIENTS = 20;

  @TempDir Path directory;

  /// A loop that commits one group after the other and writes a snapshot whenever one is wanted.
  private static final class Loop implements JournalThread.Listener, JournalThread.SnapshotSource {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private final List<String> problems = new ArrayList<>();
    private final JournalThread thread;
    private int version;
    private int snapshotClient;
    private boolean snapshotRuns;
    private int finished;

    Loop(Journal journal) {
      thread = new JournalThread(journal, loop, this);
    }

    int run() throws Exception {
      loop.execute(this::next);
      int count = done.get(50, TimeUnit.SECONDS);
      loop.submit(thread::stop).get();
      thread.close();
      loop.shutdown();
      return count;
    }

    int runUnchecked() {
      try {
        return run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void next() {
      if (version < GROUPS) {
        version++;
        List<String> lines = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          lines.add(line(client, version));
        }
        thread.commit(group(lines));
      } else if (!snapshotRuns) {
        done.complete(finished);
      }
    }

    @Override
    public void committed(ByteWriter lines) {
      if (thread.wantsSnapshot()) {
        snapshotRuns = true;
        snapshotClient = 0;
        thread.snapshot(this);
      }
      next();
    }

    @Override
    public void next(ByteWriter out) {
      if (snapshotClient < CLIENTS) {
        ByteWriter piece = group(line(snapshotClient++, version));
        out.put(piece.array(), 0, piece.size());
      }
    }

    @Override
    public void snapshotEnded(Optional<JournalException> failure) {
      failure.ifPresent(reason -> problems.add(reason.sentence()));
      snapshotRuns = false;
      finished++;
      if (thread.isIdle()) {
        next();
      }
    }

    @Override
    public void refused(ByteWriter lines, JournalFullException reason) {
      problems.add(reason.sentence());
    }

    @Override
    public void failed(JournalException reason) {
      problems.add(reason.sentence());
    }

    @Override
    public void statusChanged() {}
  }

  @Test
  void commitsGoOnWhileSnapshotsAreWritten() throws Exception {
    Loop loop = new Loop(Journal.open(FileDisk.in(directory), "Alford", SETTINGS, new TestLines()));
    assertThat(loop.run()).isGreaterThan(2);
    assertThat(loop.problems).isEmpty();

    TestLines heard = new TestLines();
    try (Journal journal = Journal.open(FileDisk.in(directory), "Alford", SETTINGS, heard)) {
      assertThat(journal.recovery().isSound()).isTrue();
      for (int client = 0; client < CLIENTS; client++) {
        assertThat(heard.heard()).contains(line(client, GROUPS));
      }
      assertThat(heard.heard()).hasSizeLessThan(CLIENTS * GROUPS);
    }
    assertThat(JournalInspection.of(FileDisk.readOnly(directory)).isSound()).isTrue();
  }

  @Test
  void lookingAtItWhileItIsWrittenFindsNoDamage() throws Exception {
    Loop loop = new Loop(Journal.open(FileDisk.in(directory), "Alford", SETTINGS, new TestLines()));
    CompletableFuture<Integer> run = CompletableFuture.supplyAsync(loop::runUnchecked);
    int looks = 0;
    while (!run.isDone() || looks < 3) {
      JournalInspection seen = JournalInspection.of(FileDisk.readOnly(directory));
      assertThat(seen.alarms()).as("%s", seen.files()).isEmpty();
      assertThat(seen.server()).contains("Alford");
      looks++;
    }
    assertThat(run.get()).isGreaterThan(2);
  }

  @Test
  void aDiskThatFailsIsSaidAndNothingIsAcknowledged() throws Exception {
    SimulatedDisk disk = new SimulatedDisk("simulated");
    Journal journal = Journal.open(disk, "Alford", SETTINGS, new TestLines());
    disk.failSyncsAfter(0);
    ExecutorService loop = Executors.newSingleThreadExecutor();
    CompletableFuture<String> news = new CompletableFuture<>();
    JournalThread thread =
        new JournalThread(
            journal,
            loop,
            new JournalThread.Listener() {
              @Override
              public void committed(ByteWriter lines) {
                news.complete("committed");
              }

              @Override
              public void refused(ByteWriter lines, JournalFullException reason) {
                news.complete("refused");
              }

              @Override
              public void failed(JournalException reason) {
                news.complete(reason.sentence());
              }

              @Override
              public void statusChanged() {}

              @Override
              public void snapshotEnded(Optional<JournalException> failure) {}
            });
    loop.submit(() -> thread.commit(group(line(1, 1)))).get();
    assertThat(news.get()).contains("Input/output error");
    assertThat(loop.submit(thread::isIdle).get()).isFalse();
    thread.close();
    loop.shutdown();
  }
}
