package org.placeherd.places;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the server asks for places: it gets one reply to each query, by the deadline, whatever the
/// provider does.
///
/// A query goes to one of a few workers, which puts it to the provider; a watcher answers those
/// whose deadline comes first. A provider that hangs is interrupted and its promise cancelled; one
/// that does not even heed that keeps its worker, and the queries behind it are answered by the
/// watcher. Threads are daemons and start with the first query or `warmUp`. Any thread may call.
public final class PlacesGateway implements AutoCloseable {
  /// Time to live of a query, in milliseconds, where no other is given: what an impatient human and
  /// the usual test client wait for, and twice the slowest answer seen from Google.
  public static final long DEADLINE_MILLIS = 2_000;

  /// Queries that may wait for their reply at once: two seconds' worth at 2,000 a second, and some
  /// megabytes at most. More are answered `UNKNOWN_ERROR` at once.
  static final int PENDING_MAX = 4_096;

  /// Two, so that one slow call does not hold up all others.
  private static final int WORKERS = 2;

  /// `lastFailure` is for a line on a status page.
  private static final int FAILURE_TEXT_MAX = 300;

  private final PlacesProvider provider;
  private final long deadlineNanos;
  private final ExecutorService workers;
  private final LongSupplier nanoTime;
  private final PendingCalls pending;

  /// Those of the pending that no worker has come to.
  private final FairQueue<PlacesCall> waiting;

  private final AtomicBoolean watching = new AtomicBoolean();

  private final LongAdder answered = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder overloaded = new LongAdder();
  private volatile Optional<Failure> lastFailure = Optional.empty();

  private record Failure(String words, long nanos) {}

  /// A gateway with the default deadline, which closes the provider when it is closed.
  public PlacesGateway(PlacesProvider provider) {
    this(provider, DEADLINE_MILLIS);
  }

  /// A gateway with another deadline, 1 millisecond or more.
  public PlacesGateway(PlacesProvider provider, long deadlineMillis) {
    this(provider, deadlineMillis, PENDING_MAX, newWorkers(), System::nanoTime, true);
  }

  /// With the clock and the workers given; `pendingMax` bounds the queries that wait. Where it does
  /// not watch, somebody else calls [#answerOverdue].
  PlacesGateway(
      PlacesProvider provider,
      long deadlineMillis,
      int pendingMax,
      ExecutorService workers,
      LongSupplier nanoTime,
      boolean watches) {
    if (deadlineMillis < 1) {
      throw new IllegalArgumentException(
          "places deadline must be 1 millisecond or more: " + deadlineMillis);
    }
    this.provider = provider;
    this.deadlineNanos = TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
    this.workers = workers;
    this.nanoTime = nanoTime;
    this.pending = new PendingCalls(pendingMax, nanoTime);
    this.waiting = new FairQueue<>(pendingMax);
    this.watching.set(!watches);
  }

  private static ExecutorService newWorkers() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        WORKERS,
        WORKERS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(PENDING_MAX),
        task ->
            Thread.ofPlatform()
                .daemon()
                .name("places-" + number.incrementAndGet())
                .unstarted(task));
  }

  /// Finds the places and hands over the body of the reply: a JSON object in UTF-8 without blank
  /// lines or a newline at its end.
  ///
  /// @param reply is called exactly once, on a thread of the gateway or the provider, or on the
  ///   caller's under overload; must not block
  public void nearby(PlacesQuery query, Consumer<byte[]> reply) {
    nearby(PlacesProvider.NOBODY, query, reply);
  }

  /// The same for somebody who may ask for much: askers take turns, and where there is no room it
  /// is made by the one who waits for most.
  ///
  /// @param asker who asks: a number of his own, or [PlacesProvider#NOBODY]
  public void nearby(long asker, PlacesQuery query, Consumer<byte[]> reply) {
    PlacesCall call =
        new PlacesCall(query, asker, reply, nanoTime.getAsLong() + deadlineNanos, this::ask);
    Optional<PlacesCall> noRoom = pending.add(call);
    if (noRoom.isPresent()) {
      PlacesCall refused = noRoom.get();
      refused.abandon();
      waiting.remove(refused.asker, refused);
      refuse(refused, overloaded);
      if (refused == call) {
        return;
      }
    }
    watch();
    // As many may wait as are pending, so there is room but for calls that are no longer pending.
    waiting.add(asker, call).ifPresent(this::refuseIfPending);
    try {
      workers.execute(this::askNext);
    } catch (RejectedExecutionException e) {
      waiting.remove(asker, call);
      refuseIfPending(call);
    }
  }

  private void refuseIfPending(PlacesCall call) {
    if (pending.take(call)) {
      refuse(call, overloaded);
    }
  }

  private void askNext() {
    waiting.poll().ifPresent(PlacesCall::run);
  }

  /// Gets the provider ready in the background; the stage fails with the reason when it cannot.
  public CompletionStage<Void> warmUp() {
    return provider.warmUp();
  }

  /// The name of the provider.
  public String providerName() {
    return provider.name();
  }

  /// How queries have ended so far.
  public PlacesCounters counters() {
    Optional<Failure> last = lastFailure;
    return new PlacesCounters(
        answered.sum(),
        late.sum(),
        failed.sum(),
        overloaded.sum(),
        last.map(Failure::words).orElse(""),
        last.map(failure -> TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - failure.nanos))
            .orElse(0L));
  }

  /// How the sources behind HTTP were used; none where the places are embedded.
  public List<UpstreamCounters> sources() {
    return provider.counters();
  }

  /// What the operator should know of what has changed since the last call.
  public List<PlacesNote> takeNotes() {
    return provider.takeNotes();
  }

  /// Answers what still waits with `UNKNOWN_ERROR`, counted as failed, stops the threads and closes
  /// the provider. Later queries are refused as under overload.
  @Override
  public void close() {
    for (PlacesCall call : pending.close()) {
      call.abandon();
      refuse(call, failed);
    }
    workers.shutdownNow();
    provider.close();
  }

  /// Answers the queries whose deadline has come. The watcher does this; so can a test with a clock
  /// of its own.
  void answerOverdue() {
    answerLate(pending.takeOverdue());
  }

  private void ask(PlacesCall call) {
    try {
      long nanosLeft = call.deadlineNanos - nanoTime.getAsLong();
      long timeoutMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft));
      CompletionStage<byte[]> promised =
          Objects.requireNonNull(
              provider.nearby(call.query, call.asker, timeoutMillis), "no stage");
      call.promise(promised);
      CompletionStage<byte[]> _ =
          promised.whenComplete((body, failure) -> settle(call, body, failure));
    } catch (Throwable e) { // an error in a provider must not cost the reply either
      fail(call, e);
    }
  }

  private void settle(PlacesCall call, byte @Nullable [] body, @Nullable Throwable failure) {
    if (failure != null) {
      fail(call, failure);
      return;
    }
    byte[] checked;
    try {
      checked = PlacesBody.checked(Objects.requireNonNull(body, "no body"));
    } catch (RuntimeException e) {
      fail(call, e);
      return;
    }
    if (pending.take(call)) {
      answered.increment();
      deliver(call, checked);
    }
  }

  private void fail(PlacesCall call, Throwable failure) {
    if (pending.take(call)) {
      Throwable cause = UpstreamFetch.cause(failure);
      note(cause);
      failed.increment();
      deliver(call, PlacesBody.failure(status(cause)));
    }
  }

  private static UpstreamFailure.Kind status(Throwable failure) {
    return switch (failure) {
      case UpstreamFailure upstream -> upstream.kind();
      case NotAsked notAsked -> notAsked.kind();
      default -> UpstreamFailure.Kind.UNKNOWN_ERROR;
    };
  }

  private void answerLate(List<PlacesCall> overdue) {
    overdue.forEach(call -> refuse(call, late));
    // Only now, for to cancel what is under way may take a while, and nobody should wait for it.
    for (PlacesCall call : overdue) {
      call.abandon();
      waiting.remove(call.asker, call);
    }
  }

  private void refuse(PlacesCall call, LongAdder reason) {
    reason.increment();
    deliver(call, PlacesBody.failure(UpstreamFailure.Kind.UNKNOWN_ERROR));
  }

  private void deliver(PlacesCall call, byte[] body) {
    try {
      call.reply.accept(body);
    } catch (Throwable e) {
      // The receiver's fault; it must not stop the watcher or a worker.
      note(e);
    }
  }

  private void note(Throwable failure) {
    String text =
        failure instanceof UpstreamFailure || failure instanceof NotAsked
            ? String.valueOf(failure.getMessage())
            : failure.toString();
    lastFailure =
        Optional.of(
            new Failure(
                text.substring(0, Math.min(text.length(), FAILURE_TEXT_MAX)),
                nanoTime.getAsLong()));
  }

  private void watch() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("places-deadlines").start(this::keepWatch);
    }
  }

  /// Ends when the gateway is closed.
  private void keepWatch() {
    try {
      for (List<PlacesCall> overdue = pending.awaitOverdue();
          !overdue.isEmpty();
          overdue = pending.awaitOverdue()) {
        answerLate(overdue);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a JVM that ends.
      Thread.currentThread().interrupt();
    }
  }
}
