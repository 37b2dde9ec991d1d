package org.placeherd.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// Replies by UDP that wait to be safe, on a real socket: nothing is saved here before a test says
/// so.
class DatagramListenerTest {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Reactor reactor = new Reactor("datagrams");
  private final AtomicInteger lines = new AtomicInteger();
  private final DatagramSocket client;
  private final DatagramListener listener;

  DatagramListenerTest() throws IOException {
    client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client.setSoTimeout(PATIENCE_MILLIS);
    int port = client.getLocalPort();
    DatagramListener opened = null;
    for (int next = port + 1; opened == null; next++) {
      try {
        opened = open(next);
      } catch (IOException e) {
        // somebody has it; look on
      }
    }
    listener = opened;
  }

  private DatagramListener open(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    DatagramListener opened =
        DatagramListener.open(
            reactor, address, Limits.DEFAULT, new HashKey(1, 2), new Gate(LineGuard.DEFAULT));
    client.connect(address);
    return opened;
  }

  @BeforeEach
  void acceptButNothingIsSafe() {
    reactor.endOfBatch(() -> 1);
    listener.accept((sender, batch) -> {
      lines.incrementAndGet();
      sender.replies().put("ok " + batch.line(0).kind() + "\n");
    });
  }

  @AfterEach
  void close() {
    listener.close();
    reactor.close();
    client.close();
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    client.send(new DatagramPacket(bytes, bytes.length));
  }

  private String reply() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  /// Does something on the loop, behind all that was read, and waits for it.
  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, reactor::execute).join();
  }

  private void awaitLines(int count) throws IOException {
    while (lines.get() < count) {
      Thread.onSpinWait();
    }
    onLoop(() -> {});
    onLoop(() -> {}); // the end of the batch was a task, too
  }

  @Test
  void aReplyLeavesWhenWhatItSaysIsSafe() throws Exception {
    send("LLL");
    awaitLines(1);
    client.setSoTimeout(200);
    assertThat(isSilent()).isTrue();
    client.setSoTimeout(PATIENCE_MILLIS);
    onLoop(() -> reactor.safe(1));
    assertThat(reply()).isEqualTo("ok INVALID\n");
  }

  private boolean isSilent() throws IOException {
    try {
      reply();
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    }
  }

  @Test
  void repliesThatAreGivenUpAreCountedAndNeverLeave() throws Exception {
    send("IAMAT lost +1+2 3");
    awaitLines(1);
    onLoop(() -> reactor.giveUp("the disk is full"));
    onLoop(() ->
        assertThat(listener.takeTrouble())
            .contains("Replies by UDP that could not be sent: 1 (the disk is full)."));
    onLoop(() -> assertThat(listener.takeTrouble()).isEmpty());
    send("LLL");
    awaitLines(2);
    onLoop(() -> reactor.safe(1));
    assertThat(reply()).isEqualTo("ok INVALID\n");
  }

  @Test
  void nothingIsReadWhileTooManyRepliesWait() throws Exception {
    int most = DatagramListener.MAX_WAITING + DatagramListener.DATAGRAMS_A_READ;
    while (lines.get() < DatagramListener.MAX_WAITING) {
      send("LLL"); // some are lost: the kernel's buffer is small
    }
    for (int i = 0; i < 1_000; i++) {
      send("LLL");
    }
    awaitLines(DatagramListener.MAX_WAITING);
    assertThat(lines.get()).isLessThanOrEqualTo(most);
    int before = lines.get();
    onLoop(() -> reactor.safe(1));
    assertThat(reply()).isEqualTo("ok INVALID\n");
    while (lines.get() == before) {
      send("LLL");
    }
  }
}
