package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @TempDir Path directory;

  /// A loop that commits one group after the other and writes a snapshot whenever one is wanted.
  private static final class Loop implements JournalThread.Listener, SnapshotThread.Listener {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private final List<String> problems = new ArrayList<>();
    private final JournalThread commits;
    private final SnapshotThread snapshots;
    private int version;
    private int finished;

    Loop(Journal journal) {
      commits = new JournalThread(journal, loop, this);
      snapshots = new SnapshotThread(commits, this);
    }

    int run() throws Exception {
      loop.execute(this::next);
      int count = done.get(50, TimeUnit.SECONDS);
      snapshots.close();
      commits.close();
      loop.shutdown();
      return count;
    }

    private void next() {
      if (version < GROUPS) {
        version++;
        String[] lines = new String[20];
        for (int client = 0; client < lines.length; client++) {
          lines[client] = line(client, version);
        }
        commits.commit(group(lines));
      } else if (!snapshots.isRunning()) {
        done.complete(finished);
      }
    }

    @Override
    public void committed(ByteWriter lines) {
      if (commits.status().wantsSnapshot() && !snapshots.isRunning()) {
        snapshots.begin();
      }
      next();
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

    @Override
    public void begun() {
      String[] lines = new String[20];
      for (int client = 0; client < lines.length; client++) {
        lines[client] = line(client, version);
      }
      snapshots.append(group(lines));
    }

    @Override
    public void written(ByteWriter piece) {
      snapshots.finish();
    }

    @Override
    public void finished() {
      finished++;
      if (commits.isIdle()) {
        next();
      }
    }

    @Override
    public void abandoned(JournalException reason) {
      problems.add(reason.sentence());
    }
  }

  @Test
  void commitsGoOnWhileSnapshotsAreWritten() throws Exception {
    Loop loop = new Loop(Journal.open(FileDisk.in(directory), "Alford", SETTINGS, new TestLines()));
    assertThat(loop.run()).isGreaterThan(2);
    assertThat(loop.problems).isEmpty();

    TestLines heard = new TestLines();
    try (Journal journal = Journal.open(FileDisk.in(directory), "Alford", SETTINGS, heard)) {
      assertThat(journal.recovery().isSound()).isTrue();
      for (int client = 0; client < 20; client++) {
        assertThat(heard.heard()).contains(line(client, GROUPS));
      }
      assertThat(heard.heard()).hasSizeLessThan(20 * GROUPS);
    }
    assertThat(JournalInspection.of(FileDisk.readOnly(directory)).isSound()).isTrue();
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
            });
    loop.submit(() -> thread.commit(group(line(1, 1)))).get();
    assertThat(news.get()).contains("Input/output error");
    assertThat(loop.submit(thread::isIdle).get()).isFalse();
    thread.close();
    loop.shutdown();
  }
}
