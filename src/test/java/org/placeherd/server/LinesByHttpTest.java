package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.web.WebSocketClient;

/// Lines by HTTP: the same server as by TCP (docs/http.md).
class LinesByHttpTest {
  @TempDir private Path data;
  private TestHerd herd;

  @BeforeEach
  void prepare() throws Exception {
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
    herd.withHttp = true;
    herd.events(EventMode.ALL);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  @Test
  void whatIsPostedIsOnTheDiskAndFoundByTheNeighbour() throws Exception {
    herd.startAll().awaitLinks();
    try (HttpLinesClient client = new HttpLinesClient(herd.httpPort("Alford"));
        LineClient asker = herd.client("Bolden")) {
      for (int i = 0; i < 50; i++) {
        String stored = client.post("IAMAT saved" + i + " +34-118 1\n").body();
        assertThat(stored).startsWith("AT Alford ");
        assertThat(journal()).contains(" saved" + i + " +34-118 1");
        assertThat(asker.whatsat("saved" + i)).startsWith(stored);
      }
      assertThat(client.post("WHATSAT saved0 10 5").body())
          .endsWith(" saved0 +34-118 1\n" + TestPlaces.JSON + "\n\n");
    }
  }

  private String journal() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(data.resolve("journal-Alford"))) {
      for (Path file : files.toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void noServerSpeaksHttp() throws Exception {
    herd.startAll().awaitLinks(); // so that this machine is a peer's on the line port
    int port = herd.httpPort("Alford");
    try (HttpLinesClient client = new HttpLinesClient(port);
        WebSocketClient socket = new WebSocketClient(port)) {
      for (String line :
          List.of(
              "AT Lake +0.500000000 kiwi +34-118 1479413884.5",
              "HELLO placeherd/1 Bolden",
              "HELLO placeherd/1 -",
              "STATUS",
              "COMPARE")) {
        assertThat(client.post(line).body()).isEqualTo("? " + line + "\n");
        socket.message(line + "\n");
        assertThat(socket.next().text()).isEqualTo("? " + line + "\n");
      }
    }
  }

  @Test
  void theEventLogShowsWhoSaidIt() throws Exception {
    herd.startAll();
    int port = herd.httpPort("Alford");
    try (HttpLinesClient client = new HttpLinesClient(port);
        WebSocketClient socket = new WebSocketClient(port)) {
      client.post("IAMAT kiwi +34-118 1\n");
      socket.message("IAMAT lime +34-118 1\n");
      socket.next();
      Await.until(
          "both are in the log",
          () -> {
            String log = Files.readString(herd.log("Alford"));
            return log.matches("(?s).* in http:127.0.0.1:\\d+ stored IAMAT kiwi .*")
                && log.matches("(?s).* in ws:127.0.0.1:\\d+ stored IAMAT lime .*");
          });
    }
  }

  @Test
  void longRunsOfLinesAreAnsweredInOrder() throws Exception {
    herd.startAll();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      lines.append("IAMAT many").append(i).append(" +34-118 1\n");
    }
    try (HttpLinesClient client = new HttpLinesClient(herd.httpPort("Alford"))) {
      List<String> replies = client.post(lines.toString()).body().lines().toList();
      assertThat(replies).hasSize(1_000);
      for (int i = 0; i < replies.size(); i++) {
        assertThat(replies.get(i)).endsWith(" many" + i + " +34-118 1");
      }
      assertThat(client.post("x".repeat(65_537)).statusCode()).isEqualTo(413);
    }
  }
}
