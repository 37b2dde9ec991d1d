package org.placeherd.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.placeherd.server.Await;

/// One life of one server, in a process of its own. What it prints goes to files.
final class ServerProcess {
  /// No process takes longer than this to listen once it was started, or to end once it was told
  /// to, however loaded the machine is.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Path output;
  private final Path errors;

  private ServerProcess(String name, Process process, Path output, Path errors) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /// Starts the process.
  ///
  /// @param life names the files of what it prints: `<life>.out` and `<life>.err`
  /// @param environment is added to that of this process
  static ServerProcess start(
      String name, List<String> command, Map<String, String> environment, Path life)
      throws IOException {
    Path output = life.resolveSibling(life.getFileName() + ".out");
    Path errors = life.resolveSibling(life.getFileName() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(name, builder.start(), output, errors);
  }

  /// Waits until it says that it listens; fails with its own words when it ends instead.
  void awaitListening() throws Exception {
    Await.until(
        name + " listens",
        PATIENCE,
        () -> {
          boolean listens = Files.readString(output).contains(" listens on ");
          if (!listens && !process.isAlive()) {
            throw new AssertionError(
                "%s ended with %d: %s".formatted(name, process.exitValue(), errors()));
          }
          return listens;
        });
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL; it has not ended yet when this returns.
  void kill() {
    process.destroyForcibly();
  }

  /// SIGTERM.
  void terminate() throws Exception {
    signal("TERM");
  }

  /// SIGSTOP: it does nothing any more, and its connections stay.
  void pause() throws Exception {
    signal("STOP");
  }

  /// SIGCONT.
  void resume() throws Exception {
    signal("CONT");
  }

  private void signal(String signal) throws Exception {
    CommandLine.run("kill", "-" + signal, String.valueOf(process.pid()));
  }

  /// Waits until it has ended, and returns its exit code.
  int awaitEnd() {
    return process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().exitValue();
  }

  /// All it has printed on stderr.
  String errors() throws IOException {
    return Files.readString(errors, StandardCharsets.ISO_8859_1);
  }
}
