package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalSettings;
import org.placeherd.journal.SimulatedDisk;
import org.placeherd.node.InMemoryServer;
import org.placeherd.node.NodeSettings;
import org.placeherd.transport.HeldReplies;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// When a group begins.
class SaverTest {
  private final ManualThread journal = new ManualThread();
  private final Replies replies = new Replies();
  private final HashKey key = new HashKey(1, 2);
  private final InMemoryServer server =
      new InMemoryServer(
          new NodeSettings(
              "Alford",
              List.of(),
              60_000_000_000L,
              NodeSettings.StaleReply.LITERAL,
              Limits.DEFAULT,
              key),
          _ -> {});
  private final InMemoryServer.Connection connection = server.new Connection(true);
  private OpenedSaver saver;
  private long nowNanos;

  @BeforeEach
  void open() throws JournalException {
    saver =
        new OpenedSaver(
            new SimulatedDisk("simulated"),
            "Alford",
            JournalSettings.DEFAULT,
            server.node(),
            key,
            true,
            new OpenedSaver.Surroundings(
                Runnable::run,
                journal,
                new ManualThread(),
                replies,
                _ -> {},
                () -> nowNanos,
                _ -> {}));
  }

  private void report(int client) {
    String reply = connection.read("IAMAT client" + client + " +34-118 1\n", 2_000_000_000L);
    assertThat(reply).startsWith("AT Alford +1.000000000 client" + client);
  }

  private long batch(int client) {
    report(client);
    return saver.endOfBatch();
  }

  @Test
  void aGroupBeginsWhenNoLineIsWaitingToBeRead() {
    var _ = batch(1);
    long mark = batch(2);
    assertThat(journal.tasks).isEmpty();
    replies.noMoreCome();
    assertThat(journal.tasks).as("one group of both").hasSize(1);
    journal.run();
    assertThat(replies.safe).isEqualTo(mark);
  }

  @Test
  void whatComesWhileTheDiskIsBusyIsTheNextGroup() {
    var _ = batch(1);
    replies.noMoreCome();
    var _ = batch(2);
    long mark = batch(3);
    replies.noMoreCome();
    assertThat(journal.tasks).hasSize(1);
    journal.run();
    assertThat(replies.safe).isEqualTo(1);
    replies.noMoreCome();
    journal.run();
    assertThat(replies.safe).isEqualTo(mark);
  }

  @Test
  void theDiskRestsForTwiceAsLongAsItWorkedButNotLong() {
    assertThat(restAfter(300_000)).isEqualTo(600_000);
    assertThat(restAfter(5_000_000)).isEqualTo(2_000_000);
  }

  /// For how long the disk rests when it has worked for so many nanoseconds.
  private long restAfter(long workNanos) {
    var _ = batch((int) workNanos);
    replies.noMoreCome();
    nowNanos += workNanos;
    journal.run();
    var _ = batch((int) workNanos + 1);
    long rest = replies.restNanos;
    replies.noMoreCome();
    journal.run();
    return rest;
  }

  @Test
  void aLongGroupBeginsWhateverIsWaiting() {
    for (int client = 0; client < 510; client++) {
      report(client);
    }
    var _ = batch(510);
    assertThat(journal.tasks).isEmpty();
    var _ = batch(511);
    assertThat(journal.tasks).hasSize(1);
  }

  @Test
  void theLastGroupWaitsForNobody() {
    var _ = batch(1);
    CompletableFuture<Void> finished = saver.finish();
    assertThat(finished).isNotDone();
    var _ = batch(2);
    journal.run();
    journal.run();
    assertThat(finished).isDone();
    assertThat(replies.safe).isEqualTo(2);
  }

  /// Remembers what is to be run.
  private static final class ManualThread extends AbstractExecutorService {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    void run() {
      tasks.remove().run();
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  private static final class Replies implements HeldReplies {
    private final List<Runnable> waiting = new ArrayList<>();
    private long safe;
    private long restNanos;

    void noMoreCome() {
      List<Runnable> now = List.copyOf(waiting);
      waiting.clear();
      now.forEach(Runnable::run);
    }

    @Override
    public void safe(long mark) {
      safe = mark;
    }

    @Override
    public void whenNoMoreCome(long afterNanos, Runnable work) {
      restNanos = afterNanos;
      waiting.add(work);
    }

    @Override
    public void giveUp(String reason) {}
  }
}
