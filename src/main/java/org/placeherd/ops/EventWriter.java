package org.placeherd.ops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The thread that takes lines out of the buffer and writes them. While there is something to do it
/// looks every few milliseconds, so that many small batches make one write; with nothing to do it
/// sleeps until it is woken.
///
/// When writing fails, the lines stay in the buffer and it tries again: first the buffer fills,
/// then the producer sheds and counts. One sentence tells the operator, one more when it works
/// again.
final class EventWriter {
  /// How long a line may stay in memory: short to a reader of the log, long to a system call.
  private static final Duration FLUSH = Duration.ofMillis(5);

  /// How often a log that cannot be written is tried again.
  static final Duration RETRY = Duration.ofSeconds(1);

  /// How long a server that stops waits for a slow disk to take at most 8 MiB.
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final EventBuffer buffer;
  private final LineFile file;
  private final String name;
  private final Duration retry;
  private final Consumer<String> complaints;
  private final Runnable lastLines;
  private @Nullable Thread thread;
  private volatile boolean asleep = true;
  private volatile boolean closing;
  private boolean failing;

  /// @param name what the log is called in complaints
  /// @param complaints takes sentences for the operator
  /// @param lastLines called when all is written and the log closes, to add what is left to say
  EventWriter(
      EventBuffer buffer,
      LineFile file,
      String name,
      Duration retry,
      Consumer<String> complaints,
      Runnable lastLines) {
    this.buffer = buffer;
    this.file = file;
    this.name = name;
    this.retry = retry;
    this.complaints = complaints;
    this.lastLines = lastLines;
  }

  boolean isAsleep() {
    return asleep;
  }

  /// Makes it look at the buffer; the first call starts the thread. For the producer only.
  void wake() {
    asleep = false;
    Thread writer = thread;
    if (writer == null) {
      thread = Thread.ofPlatform().daemon().name("event log " + name).start(this::run);
    } else {
      LockSupport.unpark(writer);
    }
  }

  /// Writes what is left and ends, or gives up after five seconds and says so. For the producer, or
  /// whoever comes after it.
  void close() throws InterruptedException {
    closing = true;
    wake();
    Thread writer = thread;
    if (writer != null && !writer.join(CLOSE)) {
      complaints.accept(
          "The event log " + name + " is too slow; its last lines may be missing after this stop.");
    }
  }

  private void run() {
    while (!closing) {
      if (failing && !drain()) {
        LockSupport.parkNanos(this, retry.toNanos());
      } else if (buffer.unread().hasRemaining()) {
        drain();
        LockSupport.parkNanos(this, FLUSH.toNanos());
      } else {
        sleep();
      }
    }
    finish();
  }

  private void sleep() {
    asleep = true;
    if (!buffer.unread().hasRemaining() && !closing) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /// @return false when writing failed
  private boolean drain() {
    try {
      for (ByteBuffer lines = buffer.unread(); lines.hasRemaining(); lines = buffer.unread()) {
        file.append(lines);
        if (failing) {
          failing = false;
          complaints.accept("The event log " + name + " is written again.");
        }
      }
      return true;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        complaints.accept(
            "Cannot write the event log %s: %s. Events wait in memory, then are counted, not kept; trying again."
                .formatted(name, reason(e)));
      }
      return false;
    }
  }

  private void finish() {
    boolean written = drain();
    if (written) {
      lastLines.run();
      written = drain();
    }
    if (!written) {
      complaints.accept(
          "The event log %s lost its last %d lines at this stop.".formatted(name, discard()));
    }
    try {
      file.close();
    } catch (IOException e) {
      complaints.accept("Cannot finish the event log %s: %s.".formatted(name, reason(e)));
    }
  }

  private long discard() {
    long lines = 0;
    for (ByteBuffer rest = buffer.unread(); rest.hasRemaining(); rest = buffer.unread()) {
      while (rest.hasRemaining()) {
        lines += rest.get() == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  /// What the operating system says, without the path, which the sentence around it has.
  static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason != null ? reason : e.getClass().getSimpleName();
  }
}
