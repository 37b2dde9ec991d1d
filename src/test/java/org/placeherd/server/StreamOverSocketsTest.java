package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.StreamClient.Event;

/// The stream of changes as programs see it, over real sockets.
class StreamOverSocketsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Fewer changes than are kept.
  private static final int AHEAD_MAX = 20_000;

  @TempDir private Path data;
  private TestHerd herd;
  private int port;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    herd = TestHerd.alone(data);
    port = herd.startWithHttp("Alford");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    herd.close();
  }

  private StreamClient follow(String query) throws Exception {
    return follow(query, "");
  }

  private StreamClient follow(String query, String lastEventId) throws Exception {
    StreamClient client = new StreamClient(port, query, lastEventId);
    opened.add(client);
    return client;
  }

  private StreamSocket socket(String query) throws Exception {
    StreamSocket socket = new StreamSocket(port, query);
    opened.add(socket);
    return socket;
  }

  private void report(String name, String position, int time) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("IAMAT " + name + " " + position + " " + time)).startsWith("AT ");
    }
  }

  @Test
  void aPositionIsToldAsTheApiShowsIt() throws Exception {
    StreamClient stream = follow("");
    report("kiwi", "+34.06893-118.445127", 1);
    Event event = stream.next();
    assertThat(event.word()).isEqualTo("position");
    try (ApiClient api = new ApiClient(port)) {
      assertThat(event.data()).isEqualTo(api.read("/v1/clients/kiwi"));
    }
  }

  @Test
  void everyChangeOfEveryClientIsToldInOrderToAllWhoFollow() throws Exception {
    int clients = 50;
    int reports = 100_000;
    int followers = 20;
    List<Future<Integer>> counted = new ArrayList<>();
    // Who reports does not run away from those who follow; they keep up.
    Semaphore mayReport = new Semaphore(AHEAD_MAX * followers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < followers; i++) {
        StreamClient stream = follow("");
        counted.add(threads.submit(() -> count(stream, reports, mayReport)));
      }
      try (LineClient client = herd.client("Alford")) {
        int batch = 1_000;
        for (int from = 0; from < reports; from += batch) {
          assertThat(mayReport.tryAcquire(batch * followers, 20, TimeUnit.SECONDS)).isTrue();
          StringBuilder lines = new StringBuilder();
          for (int i = from; i < from + batch; i++) {
            lines.append("IAMAT c%d +1.0+2.0 %d\n".formatted(i % clients, i / clients + 1));
          }
          client.send(lines.toString());
          for (int i = 0; i < batch; i++) {
            assertThat(client.line()).startsWith("AT ");
          }
        }
      }
      for (Future<Integer> each : counted) {
        assertThat(each.get(120, TimeUnit.SECONDS)).isEqualTo(clients);
      }
    }
  }

  /// Reads so many changes, each client's times one behind the other. Returns how many clients.
  private static int count(StreamClient stream, int reports, Semaphore read) throws Exception {
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < reports; i++) {
      Event event = stream.next();
      int time = event.data().path("timestamp").asInt();
      int before = times.merge(event.client(), 1, Integer::sum);
      if (!event.word().equals("position") || time != before) {
        throw new AssertionError("change %d: %s, not time %d".formatted(i, event, before));
      }
      read.release();
    }
    return times.size();
  }

  @Test
  void whoComesBackGoesOnBehindTheLastEvent() throws Exception {
    StreamClient first = follow("");
    report("kiwi", "+1+2", 1);
    String id = first.next().id();
    first.close();
    report("kiwi", "+1+2", 2);
    report("kiwi", "+1+2", 3);
    StreamClient second = follow("?snapshot=true", id);
    report("kiwi", "+1+2", 4);
    for (int time = 2; time <= 4; time++) {
      assertThat(second.next().data().path("timestamp").asInt()).isEqualTo(time);
    }
  }

  @Test
  void whoComesBackToAServerThatStartedAgainIsToldThatItMissedSomething() throws Exception {
    StreamClient first = follow("");
    report("kiwi", "+1+2", 1);
    String id = first.next().id();
    herd.stop("Alford");
    herd.start("Alford");
    herd.httpPort("Alford");
    StreamClient second = follow("?snapshot=true", id);
    assertThat(second.next().word()).isEqualTo("missed");
    assertThat(second.next().client()).isEqualTo("kiwi");
    assertThat(second.next().word()).isEqualTo("snapshot");
  }

  @Test
  void aSnapshotIsTheNewestOfEachAndWhatChangesMeanwhileIsNotLost() throws Exception {
    int clients = 5_000;
    try (LineClient client = herd.client("Alford")) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < clients; i++) {
        lines.append("IAMAT c%d +1.0+2.0 1\n".formatted(i));
      }
      client.send(lines.toString());
      for (int i = 0; i < clients; i++) {
        client.line();
      }
      StreamClient stream = follow("?snapshot=true");
      lines.setLength(0);
      for (int i = 0; i < clients * 4; i++) {
        lines.append("IAMAT c%d +1.0+2.0 %d\n".formatted(i * 7 % (clients + 10), i + 2));
      }
      client.send(lines.toString());
      Map<String, Integer> last = new HashMap<>();
      Map<String, Integer> expected = new HashMap<>();
      for (int i = 0; i < clients * 4; i++) {
        client.line();
        expected.put("c" + i * 7 % (clients + 10), i + 2);
      }
      boolean isWhole = false;
      while (!isWhole || !last.equals(expected)) {
        Event event = stream.next();
        if (event.word().equals("snapshot")) {
          isWhole = true;
        } else {
          int time = event.data().path("timestamp").asInt();
          assertThat(last.getOrDefault(event.client(), 0)).isLessThan(time);
          last.put(event.client(), time);
        }
      }
    }
  }

  @Test
  void whoLeavesAnAreaAcrossTheDateLineIsSaidToHaveLeft() throws Exception {
    StreamClient box = follow("?bbox=179,-20,-179,-10");
    StreamClient circle = follow("?location=-15,180&radius=100000&id=f*i");
    report("fiji", "-15+179.5", 1);
    report("other", "-15+10", 2);
    report("fiji", "-15-179.5", 3);
    report("fiji", "-15-178", 4);
    report("fiji", "-15-177", 5);
    report("fiji", "-15-180", 6);
    for (StreamClient stream : List.of(box, circle)) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Event event = stream.next();
        assertThat(event.client()).isEqualTo("fiji");
        words.add(event.word() + " " + event.data().path("timestamp").asInt());
      }
      assertThat(words).containsExactly("position 1", "position 3", "left 0", "position 6");
    }
  }

  @Test
  void whoIsDeletedIsSaidToBeGoneAndMayComeBack() throws Exception {
    StreamClient all = follow("");
    StreamClient area = follow("?bbox=1,0,3,2");
    StreamClient elsewhere = follow("?bbox=50,0,53,2");
    report("kiwi", "+1+2", 1);
    try (ApiClient api = new ApiClient(port)) {
      assertThat(api.send("DELETE", "/v1/clients/kiwi", "").statusCode()).isEqualTo(204);
      JsonNode position = JSON.readTree("{\"lat\":1,\"lon\":51}");
      String path = "/v1/clients/kiwi/position";
      String type = "application/json";
      var _ = ApiClient.json(api.send("PUT", path, position.toString(), "Content-Type", type), 200);
    }
    report("emu", "+1+2", 1);
    for (StreamClient stream : List.of(all, area)) {
      assertThat(stream.next().word()).isEqualTo("position");
      Event gone = stream.next();
      assertThat(gone.word()).isEqualTo("gone");
      assertThat(gone.client()).isEqualTo("kiwi");
    }
    assertThat(all.next().client()).isEqualTo("kiwi");
    assertThat(area.next().client()).isEqualTo("emu");
    assertThat(elsewhere.next().word()).isEqualTo("position");
    StreamClient snapshot = follow("?snapshot=true&prefix=k");
    assertThat(snapshot.next().client()).isEqualTo("kiwi");
    assertThat(snapshot.next().data().path("clients").asInt()).isEqualTo(1);
  }

  @Test
  void whoDoesNotReadDoesNotHoldUpTheOthers() throws Exception {
    try (StreamClient stuck = new StreamClient(port, "", "", 4_096);
        LineClient client = herd.client("Alford")) {
      StreamClient fast = follow("");
      int reports = 100_000;
      Semaphore mayReport = new Semaphore(AHEAD_MAX);
      CompletableFuture<Integer> counted =
          CompletableFuture.supplyAsync(() -> {
            try {
              return count(fast, reports, mayReport);
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      for (int i = 1; i <= reports; i += 1_000) {
        assertThat(mayReport.tryAcquire(1_000, 20, TimeUnit.SECONDS)).isTrue();
        StringBuilder lines = new StringBuilder();
        for (int time = i; time < i + 1_000; time++) {
          lines.append("IAMAT kiwi +1.0+2.0 %d\n".formatted(time));
        }
        client.send(lines.toString());
        for (int line = 0; line < 1_000; line++) {
          client.line();
        }
      }
      assertThat(counted.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      // It reads at last: what was in the buffers, then how many it has missed, then what is new.
      Event event = stuck.next();
      int time = 0;
      while (event.word().equals("position")) {
        assertThat(event.data().path("timestamp").asInt()).isEqualTo(++time);
        event = stuck.next();
      }
      assertThat(event.word()).isEqualTo("missed");
      assertThat(event.data().path("changes").asInt()).isBetween(1, reports - time);
      assertThat(event.data().path("to").asText()).isEqualTo(event.id());
    }
  }

  @Test
  void whatIsAskedWronglyIsRefused() throws Exception {
    try (ApiClient api = new ApiClient(port)) {
      for (String wrong :
          List.of(
              "?id=*********",
              "?radius=5",
              "?location=1,2",
              "?bbox=1,2,3",
              "?snapshot=yes",
              "?near=1",
              "?prefix=" + "x".repeat(257))) {
        JsonNode problem = ApiClient.json(api.get("/v1/stream" + wrong), 400);
        assertThat(problem.path("where").asText()).as(wrong).isNotEmpty();
      }
      assertThat(api.get("/v1/stream", "Accept", "text/html").statusCode()).isEqualTo(406);
      assertThat(api.get("/v1/stream", "Origin", "http://evil.example").statusCode())
          .isEqualTo(403);
      assertThat(api.send("POST", "/v1/stream", "").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void whenTheServerStopsTheStreamsEnd() throws Exception {
    StreamClient events = follow("");
    StreamSocket socket = socket("");
    assertThat(socket.next().path("event").asText()).isEqualTo("alive");
    herd.stop("Alford");
    assertThatThrownBy(events::next).isInstanceOf(EOFException.class);
    assertThat(socket.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
  }

  @Test
  void byWebSocketTheSameComesAsLinesOfJson() throws Exception {
    StreamSocket socket = socket("?prefix=k");
    assertThat(socket.next().path("event").asText()).isEqualTo("alive");
    StreamClient events = follow("");
    report("emu", "+1+2", 1);
    report("kiwi", "+1+2", 1);
    var _ = events.next();
    Event told = events.next();
    JsonNode line = socket.next();
    assertThat(line.path("event").asText()).isEqualTo("position");
    assertThat(line.path("data")).isEqualTo(told.data());
    assertThat(line.path("id").asText()).isEqualTo(told.id());
    report("kiwi", "+1+2", 2);
    StreamSocket again = socket("?prefix=k&since=" + told.id());
    assertThat(again.next().path("event").asText()).isEqualTo("alive");
    assertThat(again.next().path("data").path("timestamp").asInt()).isEqualTo(2);
  }

  @Test
  void moreThanAThousandMayFollow() throws Exception {
    for (int i = 0; i < 1_024; i++) {
      follow("?id=c" + i);
    }
    try (ApiClient api = new ApiClient(port)) {
      JsonNode problem = ApiClient.json(api.get("/v1/stream"), 503);
      assertThat(problem.path("detail").asText()).contains("as may");
      opened.removeLast().close();
      Await.until("there is room", () -> api.send("HEAD", "/v1/stream", "").statusCode() == 200);
      report("c7", "+1+2", 1);
      assertThat(((StreamClient) opened.get(7)).next().client()).isEqualTo("c7");
    }
  }
}
