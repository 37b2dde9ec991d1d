package org.placeherd.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Drives the servers: one thread, one selector, and a batch of lines at a time on each connection.
///
/// First every client reports once, as fast as the server takes it, so that the server holds them
/// all; then comes the warm-up, then the measuring. Flat out, a connection sends its next batch
/// when the last reply to the one before has come. At a fixed rate, batches fall due by a schedule,
/// dealt to the connections in turn; a batch that cannot leave because its connection still waits
/// for replies leaves later, but its latency counts from when it was due. So a server that stalls
/// is charged for every line it kept waiting (no coordinated omission).
///
/// Nothing is allocated for a batch. All methods belong to one thread, except `stop`.
public final class LoadGenerator implements AutoCloseable {
  /// Bytes read at once; a batch of replies should fit so that one read takes it.
  private static final int READ_BYTES = 1 << 20;

  /// Longest sleep in the selector, so that the clock is looked at in time.
  private static final long LONGEST_WAIT_MILLIS = 20;

  /// Closer than this to a due time the thread spins, for the selector counts in milliseconds.
  private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /// How long a server may be silent while the clients are introduced.
  private static final long INTRODUCTION_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// How long replies still under way are waited for at the end, so that the servers are not cut
  /// off while they write.
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Longest latency told apart: an hour. A longer one is recorded as an hour.
  private static final long LONGEST_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);

  private final BenchPlan plan;
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private final ByteBuffer received = Digits.directBuffer(READ_BYTES);
  private final Consumer<SelectionKey> serve = this::serve;
  private final Histogram latencyNanos = new Histogram(1_000, LONGEST_LATENCY_NANOS, 3);
  private final Progress progress;
  private final long epochMinusNanoTime;
  private Schedule schedule = new Schedule(0, 0);
  private long nextBatch;
  private int introducing;
  private boolean draining;
  private long lastCompletedNanos;
  private volatile boolean stopped;

  /// @param progress is told once a second how it goes
  public LoadGenerator(BenchPlan plan, Consumer<String> progress) throws IOException {
    this.plan = plan;
    Instant now = Instant.now();
    long nowNanos = System.nanoTime();
    epochMinusNanoTime = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - nowNanos;
    this.progress = new Progress(progress, connections, latencyNanos, nowNanos);
    selector = Selector.open();
  }

  /// Connects and runs the whole plan, or until `stop`. To be called once.
  ///
  /// @throws BenchFailure if a server cannot be reached, closes a connection, answers what was not
  ///   asked, or is silent from the beginning
  public Measurement run() throws IOException {
    for (int index = 0; index < plan.connections(); index++) {
      connections.add(Connection.open(index, plan, selector));
    }
    introduceClients();
    long startNanos = System.nanoTime();
    begin(startNanos);
    long measureFromNanos = startNanos + plan.warmUpNanos();
    driveUntil(measureFromNanos, "warming up");
    Measurement measurement = measureUntil(measureFromNanos + plan.measureNanos());
    drain();
    return measurement;
  }

  /// Ends the run soon; `run` then returns what it has. Any thread.
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void introduceClients() throws IOException {
    introducing = connections.size();
    lastCompletedNanos = System.nanoTime();
    for (Connection connection : connections) {
      introduceMore(connection, lastCompletedNanos);
    }
    while (introducing > 0 && !stopped) {
      selector.select(serve, LONGEST_WAIT_MILLIS);
      long nowNanos = System.nanoTime();
      progress.tick("introducing", nowNanos);
      if (nowNanos - lastCompletedNanos > INTRODUCTION_PATIENCE_NANOS) {
        throw new BenchFailure(
            "No reply has come for 10 seconds; is this the right kind of server?");
      }
    }
  }

  private void introduceMore(Connection connection, long nowNanos) {
    if (connection.introductionsLeft == 0) {
      introducing--;
      return;
    }
    connection.introductionsLeft--;
    connection.send(connection.batch.fillWithReports(nowNanos + epochMinusNanoTime), nowNanos);
  }

  private void begin(long startNanos) {
    if (plan.hasFixedRate()) {
      schedule = Schedule.startingAt(startNanos, plan);
    } else if (!stopped) {
      for (Connection connection : connections) {
        sendAt(connection, System.nanoTime());
      }
    }
  }

  private void driveUntil(long endNanos, String phase) throws IOException {
    for (long now = System.nanoTime(); now - endNanos < 0 && !stopped; now = System.nanoTime()) {
      if (plan.hasFixedRate()) {
        sendDue(now);
        selectUntil(schedule.dueNanos(nextBatch), now);
      } else {
        selector.select(serve, LONGEST_WAIT_MILLIS);
      }
      progress.tick(phase, now);
    }
  }

  private void selectUntil(long dueNanos, long nowNanos) throws IOException {
    long waitNanos = dueNanos - nowNanos;
    long spinNanos = plan.spins() ? SPIN_NANOS : 0;
    if (waitNanos < spinNanos) {
      selector.selectNow(serve);
    } else {
      long millis = TimeUnit.NANOSECONDS.toMillis(waitNanos - spinNanos);
      selector.select(serve, Math.clamp(millis, 1, LONGEST_WAIT_MILLIS));
    }
  }

  private Measurement measureUntil(long endNanos) throws IOException {
    latencyNanos.reset();
    Counts before = Counts.of(connections);
    long serverCpuBefore = CpuTime.nanos(plan.serverPids());
    long ownCpuBefore = ownCpuNanos();
    long fromNanos = System.nanoTime();
    boolean begun = !stopped;
    driveUntil(endNanos, "measuring");
    long nowNanos = System.nanoTime();
    long ownCpu = ownCpuNanos() - ownCpuBefore;
    double serverCpuSeconds = (CpuTime.nanos(plan.serverPids()) - serverCpuBefore) / 1e9;
    return new Measurement(
        plan,
        begun ? (nowNanos - fromNanos) / 1e9 : 0,
        Counts.of(connections).since(before),
        plan.hasFixedRate() ? chargeUnanswered(nowNanos) : 0,
        latencyNanos,
        plan.serverPids().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(serverCpuSeconds),
        ownCpu / 1e9,
        stopped);
  }

  /// Records how long each batch that is due has waited so far, so that a stall which outlasts the
  /// run is not forgotten; returns how many replies are missing.
  private long chargeUnanswered(long nowNanos) {
    while (schedule.dueNanos(nextBatch) - nowNanos <= 0) {
      takeDue();
    }
    long unanswered = 0;
    for (Connection connection : connections) {
      if (connection.busy) {
        recordLatency(nowNanos - connection.startedNanos);
        unanswered += plan.depth() - connection.replies.answered();
      }
      for (long batch = connection.sentBatches; batch < connection.dueBatches; batch++) {
        recordLatency(nowNanos - dueNanos(connection, batch));
        unanswered += plan.depth();
      }
    }
    return unanswered;
  }

  private void drain() throws IOException {
    draining = true;
    long endNanos = System.nanoTime() + DRAIN_NANOS;
    while (System.nanoTime() - endNanos < 0 && connections.stream().anyMatch(c -> c.busy)) {
      selector.select(serve, LONGEST_WAIT_MILLIS);
    }
  }

  private void serve(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    if (key.isWritable()) {
      connection.sendRest();
    }
    if (key.isReadable()) {
      int length = connection.receive(received);
      int ended = connection.replies.scan(received, length);
      if (ended > 0) {
        answered(connection);
      }
    }
  }

  private void answered(Connection connection) {
    int answered = connection.replies.answered();
    if (!connection.busy || answered > plan.depth()) {
      throw new BenchFailure(
          "The server at " + connection.target() + " sent more replies than it was asked for.");
    }
    if (answered == plan.depth()) {
      completed(connection, System.nanoTime());
    }
  }

  private void completed(Connection connection, long nowNanos) {
    connection.busy = false;
    lastCompletedNanos = nowNanos;
    if (draining) {
      return;
    }
    recordLatency(nowNanos - connection.startedNanos);
    if (introducing > 0) {
      introduceMore(connection, nowNanos);
    } else if (!plan.hasFixedRate()) {
      sendAt(connection, nowNanos);
    } else if (connection.sentBatches < connection.dueBatches) {
      sendScheduled(connection);
    }
  }

  private void sendDue(long nowNanos) {
    while (schedule.dueNanos(nextBatch) - nowNanos <= 0) {
      Connection connection = takeDue();
      if (!connection.busy) {
        sendScheduled(connection);
      }
    }
  }

  private Connection takeDue() {
    Connection connection = connections.get((int) (nextBatch % connections.size()));
    connection.dueBatches++;
    nextBatch++;
    return connection;
  }

  private void sendScheduled(Connection connection) {
    long dueNanos = dueNanos(connection, connection.sentBatches);
    connection.sentBatches++;
    sendAt(connection, dueNanos);
  }

  private long dueNanos(Connection connection, long batch) {
    return schedule.dueNanos(batch * connections.size() + connection.index);
  }

  private void sendAt(Connection connection, long startedNanos) {
    long epochNanos = System.nanoTime() + epochMinusNanoTime;
    connection.send(connection.batch.fill(epochNanos), startedNanos);
  }

  private void recordLatency(long nanos) {
    latencyNanos.recordValue(Math.clamp(nanos, 0, LONGEST_LATENCY_NANOS));
  }

  private static long ownCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
