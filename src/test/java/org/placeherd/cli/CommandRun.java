package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// What a command printed and returned.
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /// The first of `count` consecutive ports that are free now.
  static int freePorts(int count) {
    for (int base = 21_000 + (int) (ProcessHandle.current().pid() % 10_000); ; base += count) {
      List<ServerSocket> held = new ArrayList<>();
      try {
        while (held.size() < count) {
          held.add(new ServerSocket(base + held.size(), 1, InetAddress.getLoopbackAddress()));
        }
        return base;
      } catch (IOException taken) {
        // the next ones, then
      } finally {
        held.forEach(CommandRun::close);
      }
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
