package org.placeherd.web.stream;

/// The event loop of HTTP, and its time.
public interface Loop {
  /// Runs a task on it. From any thread.
  void execute(Runnable task);

  /// Runs a task on it once, later.
  void later(long millis, Runnable task);

  /// As [System#nanoTime].
  long nanoTime();
}
