package org.placeherd.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports for servers and proxies.
final class FreePorts {
  /// Below those that systems give to outgoing connections, so that nobody takes one while its
  /// server is dead; and not where the other tests look.
  private static final int FIRST = 5_000;

  private static final int LAST = 12_000;

  private static int next = FIRST + (int) (ProcessHandle.current().pid() % (LAST - FIRST));

  private FreePorts() {}

  /// One that is free now and was not given before.
  static synchronized int next() throws IOException {
    while (true) {
      next = next >= LAST ? FIRST : next + 1;
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), next));
        return next;
      } catch (java.net.BindException e) {
        // somebody has it; look on
      }
    }
  }
}
