package org.placeherd.server;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.placeherd.web.WebSocketClient;
import org.placeherd.web.WebSocketClient.Message;

/// A client that says lines by WebSocket: all whole lines there are in one message. What has no LF
/// yet leaves when a reply is wanted.
final class WebSocketLinesClient implements ScenarioConnection {
  private final WebSocketClient socket;
  private String unsent = "";
  private String unread = "";
  private int awaited;

  WebSocketLinesClient(int port) throws IOException {
    socket = new WebSocketClient(port);
  }

  @Override
  public void send(String text) throws IOException {
    unsent += text;
    int end = unsent.lastIndexOf('\n') + 1;
    if (end > 0) {
      String lines = unsent.substring(0, end);
      unsent = unsent.substring(end);
      say(lines);
    }
  }

  private void say(String lines) throws IOException {
    socket.message(lines);
    if (!lines.lines().allMatch(line -> line.startsWith("?"))) { // nobody answers those
      awaited++;
    }
  }

  /// Where no message is awaited, it sees that none comes before the connection is closed.
  @Override
  public String line() throws IOException {
    if (unread.isEmpty()) {
      if (awaited == 0) {
        endOutput();
      }
      unread = awaited > 0 ? next() : last();
    }
    int end = unread.indexOf('\n');
    String line = unread.substring(0, end);
    unread = unread.substring(end + 1);
    return line;
  }

  private String next() throws IOException {
    awaited--;
    return socket.next().text();
  }

  private String last() throws IOException {
    List<Message> rest = socket.finish();
    if (rest.isEmpty()) {
      throw new EOFException("closed");
    }
    return rest.getFirst().text();
  }

  @Override
  public void endOutput() throws IOException {
    if (!unsent.isEmpty()) {
      String rest = unsent;
      unsent = "";
      say(rest);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
