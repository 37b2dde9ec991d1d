package org.placeherd.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Await;
import org.placeherd.server.StreamClient;
import org.placeherd.server.StreamClient.Event;

/// kill -9 under load: what the stream has told is still there after the restart.
class StreamKillTest {
  private static final int ROUNDS = Integer.getInteger("placeherd.kills", 2);
  private static final int CLIENTS = 200;
  private static final int TOLD_BEFORE = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension final Seed seed = new Seed();

  @Test
  void whatWasToldIsStillThere(@TempDir Path directory) throws Exception {
    Random chance = seed.random();
    int http = FreePorts.next();
    try (HerdOfProcesses herd = new HerdOfProcesses(directory, List.of())) {
      herd.flags.addAll(List.of("--http-port", String.valueOf(http)));
      int time = 1;
      for (int round = 0; round < ROUNDS; round++) {
        herd.start(List.of("Alford"));
        Map<String, Integer> told = new HashMap<>();
        int first = time;
        time += 10_000_000;
        try (StreamClient stream = connect(http, "");
            Socket client = connect(herd.address("Alford"));
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          var _ = threads.submit(() -> report(client, first));
          int before = 1 + chance.nextInt(TOLD_BEFORE);
          for (int i = 0; i < before; i++) {
            note(told, stream.next());
          }
          herd.kill(List.of("Alford"));
          noteRest(told, stream);
        }
        herd.start(List.of("Alford"));
        Map<String, Integer> there = snapshot(http);
        told.forEach((name, latest) ->
            assertThat(there.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(latest));
        herd.kill(List.of("Alford"));
      }
    }
  }

  private static StreamClient connect(int http, String query) throws Exception {
    StreamClient[] stream = new StreamClient[1];
    Await.until(
        "HTTP is there",
        PATIENCE,
        () -> {
          try {
            stream[0] = new StreamClient(http, query, "");
            return true;
          } catch (IOException e) {
            return false;
          }
        });
    return stream[0];
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address);
    return socket;
  }

  private static void report(Socket client, int first) {
    try {
      BufferedReader replies =
          new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      for (int time = first; ; time += CLIENTS) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < CLIENTS; i++) {
          lines.append("IAMAT c%d +1.0+2.0 %d\n".formatted(i, time + i));
        }
        client.getOutputStream().write(lines.toString().getBytes(US_ASCII));
        for (int i = 0; i < CLIENTS; i++) {
          if (replies.readLine() == null) {
            return;
          }
        }
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  private static void note(Map<String, Integer> latest, Event event) {
    if (event.word().equals("position")) {
      latest.merge(event.client(), event.data().path("timestamp").asInt(), Math::max);
    }
  }

  /// What was told and not read yet.
  private static void noteRest(Map<String, Integer> latest, StreamClient stream) {
    try {
      while (true) {
        note(latest, stream.next());
      }
    } catch (IOException e) {
      // that was all
    }
  }

  private static Map<String, Integer> snapshot(int http) throws Exception {
    Map<String, Integer> there = new HashMap<>();
    try (StreamClient stream = connect(http, "?snapshot=true")) {
      Event event = stream.next();
      while (!event.word().equals("snapshot")) {
        note(there, event);
        event = stream.next();
      }
    }
    return there;
  }
}
