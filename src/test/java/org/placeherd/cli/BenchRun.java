package org.placeherd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/// One run of `placeherd bench` in a test, and what came of it.
record BenchRun(int exitCode, String out, String err) {
  static BenchRun bench(int port, String options) {
    List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
    arguments.addAll(Arrays.asList(options.split(" ", -1)));
    return bench(arguments);
  }

  static BenchRun bench(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    return new BenchRun(exitCode, out.toString(), err.toString());
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  static Process startProcess(int port) throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            OwnProcess.class.getName(),
            "--port=" + port,
            "--depth=16",
            "--clients=10",
            "--warm-up=0",
            "--seconds=600",
            "--json",
            "--quiet")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The command as a process of its own.
  static final class OwnProcess {
    private OwnProcess() {}

    public static void main(String[] arguments) {
      System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }
  }
}
