package org.placeherd.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says on the terminal what the event log has, too, for somebody may be losing reports: a sentence
/// every ten seconds at most, for strangers can cause it. From any thread.
final class LoudNotes {
  /// How long it is silent behind a sentence.
  static final long SILENCE_MILLIS = 10_000;

  private final LongSupplier nanoTime;
  private final Consumer<String> out;
  private final AtomicLong notBefore;

  /// @param out takes the sentences
  LoudNotes(LongSupplier nanoTime, Consumer<String> out) {
    this.nanoTime = nanoTime;
    this.out = out;
    notBefore = new AtomicLong(nanoTime.getAsLong());
  }

  /// To the standard error, which may be slow, on a thread of its own.
  static LoudNotes onTerminal() {
    return new LoudNotes(
        System::nanoTime,
        sentence -> Thread.ofVirtual().start(() -> System.err.println("placeherd: " + sentence)));
  }

  void say(String sentence) {
    long now = nanoTime.getAsLong();
    long due = notBefore.get();
    if (now - due >= 0
        && notBefore.compareAndSet(due, now + TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS))) {
      out.accept(sentence);
    }
  }
}
