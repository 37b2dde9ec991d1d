package org.placeherd.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Passes TCP connections on to a server, and can be told to do it badly.
///
/// As with TCP, nothing is ever delivered that stands behind something lost: a connection that has
/// lost bytes is reset as soon as the fault is over.
final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final InetSocketAddress target;
  private final InetSocketAddress own;
  private final Random chance;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private Optional<ServerSocket> listener = Optional.empty();
  private volatile Fault fault = Fault.NONE;

  /// Starts to listen.
  FaultProxy(int port, InetSocketAddress target, Random chance) throws IOException {
    this.own = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.target = target;
    this.chance = chance;
    listen();
  }

  int port() {
    return own.getPort();
  }

  Fault fault() {
    return fault;
  }

  /// From now on this is wrong and nothing else.
  synchronized void set(Fault now) throws IOException {
    fault = now;
    if (now == Fault.REFUSED) {
      deafen();
    } else if (listener.isEmpty()) {
      listen();
    }
    connections.forEach(ProxiedConnection::faultChanged);
  }

  private void listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(own, BACKLOG);
    listener = Optional.of(socket);
    Thread.ofVirtual().start(() -> accept(socket));
  }

  private void deafen() throws IOException {
    if (listener.isPresent()) {
      listener.get().close();
    }
    listener = Optional.empty();
    connections.forEach(ProxiedConnection::reset);
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        Thread.ofVirtual().start(() -> connect(accepted));
      } catch (IOException e) {
        // closed, or whoever connected is gone again
      }
    }
  }

  private void connect(Socket accepted) {
    ProxiedConnection connection = new ProxiedConnection(this, accepted);
    connections.add(connection);
    connection.run(target);
    connections.remove(connection);
  }

  /// A number from 0 to the given one, exclusive.
  synchronized int chance(int bound) {
    return chance.nextInt(bound);
  }

  @Override
  public synchronized void close() throws IOException {
    deafen();
  }
}
