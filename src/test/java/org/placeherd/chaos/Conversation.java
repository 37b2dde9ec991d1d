package org.placeherd.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/// One connection of a client to a server.
final class Conversation implements AutoCloseable {
  private final Socket socket = new Socket();
  private final BufferedReader replies;

  /// @param patienceMillis longest wait for the connection and for each line
  Conversation(InetSocketAddress server, int patienceMillis) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMillis);
      socket.connect(server, patienceMillis);
      replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /// The next line.
  ///
  /// @throws SocketTimeoutException if none comes in time
  String line() throws IOException {
    String line = replies.readLine();
    if (line == null) {
      throw new EOFException("the server closed");
    }
    return line;
  }

  /// The AT line of an answer to WHATSAT, whose places are read and thrown away; or the complaint.
  String answer() throws IOException {
    String first = line();
    if (!first.startsWith("?")) {
      String places;
      do {
        places = line();
      } while (!places.isEmpty());
    }
    return first;
  }

  /// Breaks it off, so that what is under way is lost.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
