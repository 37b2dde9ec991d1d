package org.placeherd.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.placeherd.transport.DatagramListener;
import org.placeherd.transport.DatagramSession;
import org.placeherd.transport.LineListener;
import org.placeherd.transport.LineOptions;
import org.placeherd.transport.LineSession;
import org.placeherd.transport.Reactor;

/// Where a server takes lines: a TCP port and, unless that is off, the UDP port of the same number.
record LinePorts(LineListener lines, Optional<DatagramListener> datagrams)
    implements AutoCloseable {
  /// Binds both, or neither.
  ///
  /// @throws StartupException if one of them cannot be had
  static LinePorts open(ServerSettings settings, LineOptions options, Reactor reactor)
      throws StartupException {
    ServerAddress self = settings.self();
    LineListener lines;
    try {
      lines = LineListener.open(reactor, new InetSocketAddress(self.host(), self.port()), options);
    } catch (UnknownHostException e) {
      throw StartupException.failure(
          self.name()
              + " cannot listen on "
              + self.hostAndPort()
              + " (no such host); give it a host of this machine.",
          e);
    } catch (IOException e) {
      throw cannotListen(self, self.hostAndPort(), e, "");
    }
    if (!settings.herd().linePort().udp()) {
      return new LinePorts(lines, Optional.empty());
    }
    try {
      return new LinePorts(
          lines,
          Optional.of(
              DatagramListener.open(
                  reactor,
                  new InetSocketAddress(self.host(), lines.port()),
                  options.limits(),
                  options.hashKey(),
                  options.gate())));
    } catch (IOException e) {
      lines.close();
      throw cannotListen(self, "UDP " + self.hostAndPort(), e, ", or do without UDP: --udp off");
    }
  }

  private static StartupException cannotListen(
      ServerAddress self, String where, IOException cause, String more) {
    return StartupException.failure(
        "%s cannot listen on %s (%s); stop the program that has the port, or choose another with --port-base or in the file%s."
            .formatted(self.name(), where, cause.getMessage(), more),
        cause);
  }

  /// Starts to take lines.
  void accept(LineSession.Factory connections, DatagramSession datagramSession) {
    lines.accept(connections);
    datagrams.ifPresent(listener -> listener.accept(datagramSession));
  }

  /// Takes no new connection and reads nothing more; what was read is answered. On the loop.
  void drain() {
    datagrams.ifPresent(DatagramListener::drain);
    lines.drain();
  }

  /// Whether everybody has been answered and has gone. On the loop.
  boolean isQuiet() {
    return lines.connections() == 0 && datagrams.map(DatagramListener::isQuiet).orElse(true);
  }

  /// Stops to take lines and closes every connection. Not on the loop.
  @Override
  public void close() {
    datagrams.ifPresent(DatagramListener::close);
    lines.close();
  }
}
