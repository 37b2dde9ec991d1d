package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own.
class ServeCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void saysWhereItListensAndStopsOnSigterm() throws Exception {
    int base = CommandRun.freePorts(5);
    List<String> command = new ArrayList<>(ServeLauncher.prefix());
    command.addAll(List.of("serve", "Bolden", "--port-base", "" + base));
    command.addAll(List.of("--data", directory.toString()));
    Process server = new ProcessBuilder(command).start();
    try (var out = server.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine())
          .isEqualTo(
              "Bolden listens on 127.0.0.1:"
                  + (base + 1)
                  + "; log: "
                  + directory.resolve("server-Bolden.log"));
      assertThat(out.readLine()).isEqualTo("Bolden answers HTTP on 127.0.0.1:" + (base + 1_001));
      try (var health = new Socket(InetAddress.getLoopbackAddress(), base + 1_001)) {
        health
            .getOutputStream()
            .write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(health.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.0 200 OK\r\n")
            .endsWith("\r\n\r\nok\n");
      }
      assertThat(CommandRun.of("iamat", "a", "+1+2", "--port", "" + (base + 1)).out())
          .startsWith("AT Bolden ");
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aTakenPortIsOneSentence() throws Exception {
    int base = CommandRun.freePorts(5);
    try (ServerSocket taken = new ServerSocket(base, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "serve", "Alford", "--port-base", "" + base, "--data", directory.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("placeherd: ")
          .contains(String.valueOf(taken.getLocalPort()))
          .hasLineCount(1);
    }
  }
}
