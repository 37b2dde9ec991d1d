package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of `interop/` that runs; what it prints goes to a file.
final class ForeignProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 20;

  private final Process process;
  private final Path output;

  private ForeignProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// @param output where all that it prints goes
  static ForeignProcess start(List<String> command, Map<String, String> environment, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("no_proxy", "127.0.0.1");
    return new ForeignProcess(builder.start(), output);
  }

  /// Waits until it listens; fails with what it printed if it ends instead.
  void awaitListening(int port) throws Exception {
    Await.until(
        "port " + port + " is listened on",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended: " + printed());
          }
          try (LineClient probe = LineClient.connect(port)) {
            return probe.localPort() != port; // else the connection met itself
          } catch (IOException e) {
            return false;
          }
        });
  }

  String printed() throws IOException {
    return Files.readString(output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until it has ended.
  ///
  /// @return its exit code
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not end in " + STOP_SECONDS + " s");
    }
    return process.exitValue();
  }

  /// Asks it to end (SIGTERM) and waits until it has.
  void stop() {
    process.destroy();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
