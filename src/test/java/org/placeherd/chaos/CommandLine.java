package org.placeherd.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A tool of the system, run to its end.
///
/// @param exitCode what it returned; [#NOT_THERE] where there is no such tool
/// @param output stdout and stderr
record CommandLine(int exitCode, String output) {
  static final int NOT_THERE = 127;

  /// Longest that a tool may take.
  private static final long PATIENCE_SECONDS = 60;

  /// Runs it.
  static CommandLine attempt(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " does not end");
      }
      return new CommandLine(process.exitValue(), output.strip());
    } catch (IOException e) {
      return new CommandLine(NOT_THERE, String.valueOf(e.getMessage()));
    }
  }

  /// Runs it; fails when it does.
  static void run(String... command) throws InterruptedException {
    CommandLine done = attempt(command);
    if (!done.worked()) {
      throw new AssertionError(
          "%s ended with %d: %s"
              .formatted(String.join(" ", List.of(command)), done.exitCode, done.output));
    }
  }

  boolean worked() {
    return exitCode == 0;
  }
}
