package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that is deleted at one server is gone on all, and stays gone.
class ApiDeletingTest {
  private static final String KIWI = "IAMAT kiwi +34.068930-118.445127 1400794645.392014450";

  private final Path data;
  private final TestHerd herd;

  ApiDeletingTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private String ask(String server, String line) throws Exception {
    try (LineClient client = herd.client(server)) {
      return client.ask(line);
    }
  }

  private String whatsat(String server, String name) throws Exception {
    return ask(server, "WHATSAT " + name + " 1 1");
  }

  private static HttpResponse<byte[]> delete(ApiClient api, String path) throws Exception {
    return api.send("DELETE", path, "");
  }

  @Test
  void isGoneOnAllServersAndInAllAnswers() throws Exception {
    herd.withHttp = true;
    herd.startAll().awaitLinks();
    try (ApiClient alford = new ApiClient(herd.httpPort("Alford"));
        ApiClient bolden = new ApiClient(herd.httpPort("Bolden"))) {
      ask("Alford", KIWI);
      ask("Alford", "IAMAT emu +34.068930-118.445127 1400794645");
      herd.awaitFlood();
      assertThat(bolden.read("/v1/near?location=34,-118").get("clients")).hasSize(2);

      HttpResponse<byte[]> answer = delete(bolden, "/v1/clients/kiwi");
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("content-length")).isEmpty();
      assertThat(answer.headers().firstValue("transfer-encoding")).isEmpty();
      assertThat(whatsat("Bolden", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");
      herd.awaitFlood();
      for (ApiClient api : new ApiClient[] {alford, bolden}) {
        ApiClient.json(api.get("/v1/clients/kiwi"), 404);
        ApiClient.json(api.get("/v1/clients/kiwi/places?radius=10"), 404);
        ApiClient.json(api.get("/v1/near?client=kiwi"), 404);
        JsonNode problem = ApiClient.json(delete(api, "/v1/clients/kiwi"), 404);
        assertThat(problem.get("where").asText()).isEqualTo("path");
        for (String list : new String[] {"/v1/clients", "/v1/near?location=34,-118"}) {
          assertThat(api.read(list).get("clients").findValuesAsText("id")).containsExactly("emu");
        }
      }
      assertThat(whatsat("Alford", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");
      assertThat(herd.status("Alford").get("clients").asInt()).isEqualTo(1);
      assertThat(herd.status("Alford").get("deleted").asInt()).isEqualTo(1);
    }
  }

  @Test
  void staysGoneThroughRestartsAndLateReportsAndComesBackWithANewerOne() throws Exception {
    herd.withHttp = true;
    herd.startAll().awaitLinks();
    ask("Alford", KIWI);
    herd.awaitFlood();
    herd.stop("Bolden");
    try (ApiClient alford = new ApiClient(herd.httpPort("Alford"))) {
      assertThat(delete(alford, "/v1/clients/kiwi").statusCode()).isEqualTo(204);
    }
    herd.stop("Alford");
    herd.start("Bolden");
    assertThat(whatsat("Bolden", "kiwi")).as("nobody has told it").startsWith("AT ");
    herd.start("Alford");
    assertThat(whatsat("Alford", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");
    herd.awaitLinks();
    herd.awaitFlood();
    assertThat(whatsat("Bolden", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");
    assertThat(ask("Bolden", KIWI)).startsWith("AT Bolden ");
    assertThat(whatsat("Bolden", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");

    herd.stop("Alford");
    Path journal = Recollection.directory(data, "Alford");
    assertThat(JournalCompaction.run(journal, Duration.ofSeconds(60)).clients()).isEqualTo(1);
    herd.start("Alford");
    assertThat(whatsat("Alford", "kiwi")).isEqualTo("? WHATSAT kiwi 1 1");
    try (ApiClient alford = new ApiClient(herd.httpPort("Alford"))) {
      HttpResponse<byte[]> put =
          alford.send(
              "PUT",
              "/v1/clients/kiwi/position",
              "{\"lat\":1,\"lon\":2}",
              "Content-Type",
              "application/json");
      assertThat(put.statusCode()).isEqualTo(200);
      assertThat(alford.read("/v1/clients/kiwi").get("lat").asInt()).isEqualTo(1);
    }
    herd.awaitLinks();
    herd.awaitFlood();
    assertThat(whatsat("Bolden", "kiwi")).startsWith("AT Alford ");
  }

  @Test
  void namesAreBytesAndWhatIsWrongIsRefused() throws Exception {
    try (ApiClient api = new ApiClient(herd.startWithHttp("Alford"))) {
      ask("Alford", "IAMAT jane/\u00ff +1+1 1");
      assertThat(delete(api, "/v1/clients/jane%2Fphone").statusCode()).isEqualTo(404);
      assertThat(delete(api, "/v1/clients/jane%2F%FF?force=1").statusCode()).isEqualTo(400);
      assertThat(api.send("DELETE", "/v1/clients/jane%2F%FF", "{}").statusCode()).isEqualTo(413);
      HttpResponse<byte[]> all = delete(api, "/v1/clients");
      assertThat(all.statusCode()).isEqualTo(405);
      HttpResponse<byte[]> patch = api.send("PATCH", "/v1/clients/kiwi", "");
      assertThat(patch.headers().firstValue("allow")).contains("GET, HEAD, DELETE");
      assertThat(whatsat("Alford", "jane/\u00ff")).startsWith("AT ");
      assertThat(delete(api, "/v1/clients/jane%2F%FF").statusCode()).isEqualTo(204);
      assertThat(whatsat("Alford", "jane/\u00ff")).startsWith("? ");
    }
  }

  @Test
  void anOldStyleServerIsToldNothingAndWhatItStillSaysIsTooOld() throws Exception {
    try (OldStylePeer bolden = OldStylePeer.listen(herd.port("Bolden"), OldStylePeer.COMPLAINS);
        ApiClient api = new ApiClient(herd.startWithHttp("Alford"))) {
      String stored = ask("Alford", KIWI);
      Await.until("Bolden hears it", () -> bolden.told().contains(stored));
      assertThat(delete(api, "/v1/clients/kiwi").statusCode()).isEqualTo(204);
      ask("Alford", "IAMAT last +1+1 1");
      Await.until("Bolden hears the last", () -> bolden.told().size() > 1);
      assertThat(bolden.lines()).noneMatch(line -> line.contains("GONE"));
      assertThat(ask("Alford", stored + "\nWHATSAT kiwi 1 1")).isEqualTo("? WHATSAT kiwi 1 1");
    }
  }

  @Test
  void theEventLogTellsOfIt() throws Exception {
    herd.events(EventMode.ALL);
    try (ApiClient api = new ApiClient(herd.startWithHttp("Alford"))) {
      ask("Alford", KIWI);
      assertThat(delete(api, "/v1/clients/kiwi").statusCode()).isEqualTo(204);
    }
    herd.stop("Alford");
    assertThat(Files.readString(herd.log("Alford"), ISO_8859_1))
        .containsPattern(" in api stored GONE Alford [+]0[.]000000000 kiwi \\d+[.]\\d{9}\n");
  }
}
