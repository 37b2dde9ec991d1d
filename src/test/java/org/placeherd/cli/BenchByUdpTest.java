package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BenchByUdpTest {
  private static final String AT = "AT Alford +0.263873386 kiwi +34.068930-118.445127 1479413884\n";

  @Test
  void everyLineIsADatagram() throws Exception {
    Set<String> clients = ConcurrentHashMap.newKeySet();
    try (DatagramSocket server =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Thread.ofPlatform().daemon().start(() -> answer(server, clients));
      BenchRun outcome =
          BenchRun.bench(
              server.getLocalPort(),
              "--udp --connections 4 --depth 1 --clients 100 --warm-up 0 --seconds 0.2 --json"
                  + " --quiet");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.json().get("replies").asLong()).isPositive();
      assertThat(outcome.json().get("errors").asLong()).isZero();
      assertThat(clients).hasSize(100);
    }
  }

  private static void answer(DatagramSocket server, Set<String> clients) {
    byte[] reply = AT.getBytes(StandardCharsets.US_ASCII);
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    try {
      while (true) {
        server.receive(packet);
        String line =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        clients.add(line.split(" ", -1)[1]);
        server.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        packet.setLength(2_000);
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void datagramsGoOneByOne() {
    BenchRun outcome = BenchRun.bench(1, "--udp");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--depth must be 1 with --udp, one datagram at a time, but is 128.");
  }
}
