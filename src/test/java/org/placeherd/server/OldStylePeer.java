package org.placeherd.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of another make: listens where a herd expects one of its servers, keeps what it is
/// told, and reacts by a script.
final class OldStylePeer implements AutoCloseable {
  /// What it does about a line.
  interface Script {
    void heard(LineClient from, String line) throws IOException;
  }

  /// As the protocol bids servers that do not know HELLO.
  static final Script COMPLAINS =
      (from, line) -> {
        if (!line.startsWith("AT ")) {
          from.send("? " + line + "\n");
        }
      };

  /// Never says a word.
  static final Script SILENT = (_, _) -> {};

  private final ServerSocket listener = new ServerSocket();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<LineClient> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final Script script;
  private final boolean reads;
  private final Thread acceptor;

  private OldStylePeer(int port, Script script, boolean reads) throws IOException {
    this.script = script;
    this.reads = reads;
    listener.setReuseAddress(true);
    if (!reads) {
      listener.setReceiveBufferSize(4_096);
    }
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  static OldStylePeer listen(int port, Script script) throws IOException {
    return new OldStylePeer(port, script, true);
  }

  /// Accepts connections and never reads.
  static OldStylePeer stalled(int port) throws IOException {
    return new OldStylePeer(port, SILENT, false);
  }

  private void accept() {
    try {
      while (true) {
        LineClient connection = new LineClient(listener.accept());
        connections.add(connection);
        if (reads) {
          Thread.ofVirtual().start(() -> hear(connection));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void hear(LineClient connection) {
    try (connection) {
      while (true) {
        String line = connection.line();
        lines.add(line);
        script.heard(connection, line);
      }
    } catch (EOFException e) {
      ends.incrementAndGet();
    } catch (IOException e) {
      // reset, or hung up by the script
    }
  }

  /// All lines heard so far, with a CR where there was one.
  List<String> lines() {
    return List.copyOf(lines);
  }

  /// The AT lines heard so far.
  List<String> told() {
    return lines.stream().filter(line -> line.startsWith("AT ")).toList();
  }

  int connections() {
    return connections.size();
  }

  /// How many connections were ended in an orderly way by the other side.
  int ends() {
    return ends.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join(); // only then is the port free again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (LineClient connection : connections) {
      connection.close();
    }
  }
}
