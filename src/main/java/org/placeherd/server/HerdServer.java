package org.placeherd.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// A stand-in for the server: it listens, and answers IAMAT without remembering anything.
public final class HerdServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String name;
  private final CountDownLatch closed = new CountDownLatch(1);

  private HerdServer(ServerSocket listener, String name) {
    this.listener = listener;
    this.name = name;
  }

  /// Starts to listen.
  ///
  /// @throws StartupException if it cannot
  public static HerdServer start(ServerSettings settings) throws StartupException {
    ServerAddress self = settings.self();
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getByName(self.host()), self.port()));
      HerdServer server = new HerdServer(listener, self.name());
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw StartupException.failure(
          self.name() + " cannot listen on " + self.hostAndPort() + ": " + e.getMessage() + ".", e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException closing) {
      closed.countDown();
    }
  }

  private void answer(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String reply =
            line.startsWith("IAMAT ")
                ? "AT " + name + " +0.000000000 " + line.substring(6) + "\n"
                : "? " + line + "\n";
        client.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException gone) {
      return;
    }
  }

  /// The port it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  /// Returns when it has been closed.
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /// Stops listening.
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
