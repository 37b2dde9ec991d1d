package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A client that speaks to a server by UDP: a line is a datagram, and the next one leaves when the
/// reply has come, for datagrams have no order. What has no LF yet leaves when a reply is wanted.
final class DatagramClient implements ScenarioConnection {
  /// No test waits longer for a reply.
  private static final int PATIENCE_MILLIS = 15_000;

  private final DatagramSocket socket;
  private final byte[] input = new byte[65_536];
  private String unsent = "";
  private String unread = "";

  DatagramClient(int port) throws IOException {
    socket = new DatagramSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /// Sends one datagram.
  void datagram(String text) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  /// The next datagram that comes back.
  String reply() throws IOException {
    DatagramPacket packet = new DatagramPacket(input, input.length);
    socket.receive(packet);
    return new String(input, 0, packet.getLength(), ISO_8859_1);
  }

  /// Sends one datagram and waits for the reply.
  String ask(String text) throws IOException {
    datagram(text);
    return reply();
  }

  @Override
  public void send(String text) throws IOException {
    unsent += text;
    for (int end = unsent.indexOf('\n') + 1; end > 0; end = unsent.indexOf('\n') + 1) {
      String line = unsent.substring(0, end);
      unsent = unsent.substring(end);
      exchange(line);
    }
  }

  private void exchange(String line) throws IOException {
    datagram(line);
    if (!line.startsWith("?")) { // nobody answers those
      unread += reply();
    }
  }

  private void sendRest() throws IOException {
    if (!unsent.isEmpty()) {
      String rest = unsent;
      unsent = "";
      exchange(rest);
    }
  }

  @Override
  public String line() throws IOException {
    if (unread.isEmpty()) {
      sendRest();
    }
    int end = unread.indexOf('\n');
    if (end < 0) {
      throw new EOFException("nothing more was asked");
    }
    String line = unread.substring(0, end);
    unread = unread.substring(end + 1);
    return line;
  }

  @Override
  public void endOutput() throws IOException {
    sendRest();
  }

  int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }
}
