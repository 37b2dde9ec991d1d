package org.placeherd.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.placeherd.server.ServerAddress;

/// A server that plays a part: it notes each line and lets a script answer.
final class StubServer implements AutoCloseable {
  /// Answers a line; returns false to close the connection.
  interface Script {
    boolean answer(String line, OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private StubServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  static StubServer start(Script script) {
    try {
      StubServer server =
          new StubServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives the same answer to every line.
  static StubServer saying(String answer) {
    return start((line, out) -> {
      out.write(answer.getBytes(StandardCharsets.UTF_8));
      return true;
    });
  }

  ServerAddress address() {
    return new ServerAddress("Stub", "127.0.0.1", listener.getLocalPort());
  }

  String port() {
    return String.valueOf(listener.getLocalPort());
  }

  /// The lines received so far.
  List<String> lines() {
    return lines;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> play(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void play(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (!script.answer(line, client.getOutputStream())) {
          return;
        }
      }
    } catch (IOException gone) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
