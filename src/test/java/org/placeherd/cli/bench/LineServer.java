package org.placeherd.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server of lines on a real socket, for tests: one thread a connection, one answer a request.
public final class LineServer implements AutoCloseable {
  /// Reads one request and answers it.
  public interface Conversation {
    /// The answer to the request that begins with `line`; more of it may be read from `rest`.
    String answer(String line, BufferedReader rest) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Conversation conversation;
  private final LinkedBlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<Socket> sockets = new CopyOnWriteArrayList<>();

  public LineServer(Conversation conversation) throws IOException {
    this.conversation = conversation;
    listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// The port it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(conversation.answer(line, in).getBytes(ISO_8859_1));
      }
      ends.add(true);
    } catch (IOException | InterruptedException e) {
      ends.add(false); // The generator was rude, or this conversation meant to hang up.
    }
  }

  /// Waits for a connection to end; true when the client ended it with nothing left to say.
  public boolean awaitCleanEnd() throws InterruptedException {
    return Boolean.TRUE.equals(ends.poll(10, TimeUnit.SECONDS));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
