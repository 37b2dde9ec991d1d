package org.placeherd.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.placeherd.server.Names;

/// One server in a process of its own, started by `placeherd serve`.
final class HerdProcess {
  private final String name;
  private final Process process;
  private final CompletableFuture<Boolean> listening = new CompletableFuture<>();
  private final Thread errorReader;
  private volatile String lastErrorLine = "it printed no reason";

  private HerdProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread.ofVirtual().start(this::readOutput);
    this.errorReader = Thread.ofVirtual().start(this::readErrors);
  }

  /// Starts the process.
  ///
  /// @param command the program and its arguments
  static HerdProcess start(String name, List<String> command) throws CommandFailure {
    try {
      return new HerdProcess(name, new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new CommandFailure("Cannot start " + name + ": " + e.getMessage() + ".");
    }
  }

  String name() {
    return name;
  }

  /// Waits until the server says that it listens.
  ///
  /// @throws CommandFailure if it ends first, or is not ready after `patience`
  void awaitListening(Duration patience) throws CommandFailure, InterruptedException {
    boolean ready;
    try {
      ready = listening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandFailure(name + " does not listen after " + Spans.text(patience) + ".");
    }
    if (!ready) {
      process.waitFor();
      throw new CommandFailure(death());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Done when it has ended.
  CompletableFuture<Process> end() {
    return process.onExit();
  }

  /// A sentence about a process that has ended: which, with what code, and its last words.
  String death() throws InterruptedException {
    errorReader.join();
    return name + " ended with exit code " + process.exitValue() + ": " + lastErrorLine;
  }

  /// Asks it to stop, and whatever its launcher started too.
  void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.toHandle().destroy(); // the process's own destroy would close its output unread
  }

  /// Waits until it has stopped; ends it the hard way after `patience`.
  void awaitStopped(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Reads to the end, so that the server never waits for a full pipe.
  private void readOutput() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        Stream<String> lines = reader.lines()) {
      lines.filter(line -> line.contains(" listens on ")).forEach(line -> listening.complete(true));
    } catch (IOException | UncheckedIOException streamClosed) {
      listening.complete(false);
    }
    listening.complete(false);
  }

  private void readErrors() {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8);
        Stream<String> lines = reader.lines()) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(line -> lastErrorLine = Names.printable(line.strip()));
    } catch (IOException | UncheckedIOException streamClosed) {
      lastErrorLine = "its reason could not be read";
    }
  }
}
