package org.placeherd.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection through a [FaultProxy]: a thread for each way.
final class ProxiedConnection {
  private static final int BUFFER_BYTES = 8 * 1_024;
  private static final int CONNECT_MILLIS = 2_000;

  /// A connection that is going to be hung up delivers less than this.
  private static final int HUNG_UP_BYTES = 600;

  private final FaultProxy proxy;
  private final Socket accepted;
  private final Socket onwards = new Socket();
  private final int bytesUntilHungUp;
  private final AtomicInteger delivered = new AtomicInteger();
  private boolean hasLostForth;
  private boolean hasLostBack;

  ProxiedConnection(FaultProxy proxy, Socket accepted) {
    this.proxy = proxy;
    this.accepted = accepted;
    this.bytesUntilHungUp = proxy.chance(HUNG_UP_BYTES);
  }

  /// Returns when the connection is over.
  void run(InetSocketAddress target) {
    try {
      accepted.setTcpNoDelay(true);
      onwards.setTcpNoDelay(true);
      onwards.connect(target, CONNECT_MILLIS);
      Thread back = Thread.ofVirtual().start(() -> pump(onwards, accepted, false));
      pump(accepted, onwards, true);
      back.join();
    } catch (IOException e) {
      // nobody is there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reset();
  }

  /// To the end of what comes; then the other side is told that it is the end.
  private void pump(Socket from, Socket to, boolean forth) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
        deliver(buffer, read, to.getOutputStream(), forth);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(byte[] bytes, int length, OutputStream to, boolean forth)
      throws IOException, InterruptedException {
    int at = 0;
    while (at < length) {
      Fault fault = proxy.fault();
      int wait = fault.waitMillis();
      if (wait > 0) {
        Thread.sleep(proxy.chance(wait) + 1); // this is the fault, not a wait for something
      }
      if (isLost(forth)) {
        return;
      }
      int some = Math.min(length - at, fault.bytesAtOnce());
      if (fault == Fault.HUNG_UP) {
        some = Math.min(some, bytesUntilHungUp - delivered.get());
        if (some <= 0) {
          throw new IOException("hung up");
        }
      }
      to.write(bytes, at, some);
      at += some;
      delivered.addAndGet(some);
    }
  }

  private synchronized boolean isLost(boolean forth) throws IOException {
    boolean hasLost = forth ? hasLostForth : hasLostBack;
    if (!proxy.fault().loses(forth)) {
      if (hasLost) {
        throw new IOException("there is a hole");
      }
      return false;
    }
    hasLostForth |= forth;
    hasLostBack |= !forth;
    return true;
  }

  /// Ends the connection if it has a hole and would now deliver what stands behind it.
  synchronized void faultChanged() {
    Fault fault = proxy.fault();
    if ((hasLostForth && !fault.loses(true)) || (hasLostBack && !fault.loses(false))) {
      reset();
    }
  }

  void reset() {
    reset(accepted);
    reset(onwards);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it is closed already
    }
    try {
      socket.close();
    } catch (IOException e) {
      // then it is gone anyhow
    }
  }
}
