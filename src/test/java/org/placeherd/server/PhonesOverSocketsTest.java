package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.phones.PhoneAnswer;
import org.placeherd.phones.PhoneReport;
import org.placeherd.phones.Recording;
import org.placeherd.web.HttpClientSocket;
import org.placeherd.web.HttpClientSocket.Answer;

/// What stock apps send, on real sockets to a real server: they are answered as they want, and the
/// neighbour knows where they are.
class PhonesOverSocketsTest {
  private static final String TOKEN = "/t/Yf3kQ9";

  @TempDir private Path data;
  private TestHerd herd;

  @BeforeEach
  void prepare() throws Exception {
    herd = herd(data);
  }

  private static TestHerd herd(Path data) throws Exception {
    TestHerd herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
    herd.withHttp = true;
    herd.httpOptions = // what the recorded requests call the server
        port -> new HttpOptions(port, true, List.of("herd"), List.of(), 100, 100);
    return herd;
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  /// A token is not known to any server yet, so what has one is sent without, and what only a token
  /// tells apart is left out.
  @TestFactory
  Stream<DynamicTest> everyRecordedRequestIsUnderstood(@TempDir Path place) throws IOException {
    return Recording.all().stream()
        .filter(recording -> recording.tokenClient().isEmpty())
        .filter(recording -> recording.request().isEmpty() == recording.datagram().contains("RMC"))
        .filter(recording -> !recording.request().isEmpty() || !recording.datagram().isEmpty())
        .map(recording -> DynamicTest.dynamicTest(recording.title(), () -> play(recording, place)));
  }

  private static void play(Recording recorded, Path place) throws Exception {
    long now = System.currentTimeMillis() / 1_000;
    Recording recording = recorded.receivedAt(now);
    PhoneAnswer answer = recording.answer();
    Path own = place.resolve(recorded.title().replaceAll("\\W+", "-"));
    try (TestHerd herd = herd(own)) {
      herd.startAll().awaitLinks();
      if (recording.request().isEmpty()) {
        try (DatagramClient client = new DatagramClient(herd.port("Alford"))) {
          client.datagram(new String(recording.datagram().getBytes(UTF_8), ISO_8859_1));
        }
      } else {
        isAnswered(recording, answer, herd.httpPort("Alford"));
      }
      for (PhoneReport report : newest(answer).values()) {
        isFound(report, now, herd);
        isShown(report, recording, herd);
      }
    }
  }

  private static void isAnswered(Recording recording, PhoneAnswer expected, int port)
      throws IOException {
    int blank = recording.request().indexOf("");
    String head = String.join("\r\n", recording.request().subList(0, blank)).replace(TOKEN, "");
    head = head.replaceFirst("^(\\S+) (?=[? ])", "$1 /").replaceFirst(" /? HTTP", " / HTTP");
    byte[] body = recording.body().getBytes(UTF_8);
    String length =
        head.contains("Content-Length") ? "" : "Content-Length: %d\r\n".formatted(body.length);
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      Answer answer =
          client.ask(head + "\r\nHost: herd\r\n" + length + "\r\n", new String(body, ISO_8859_1));
      assertThat(answer.status()).isEqualTo(expected.reply().status());
      assertThat(answer.header("content-type")).contains(expected.reply().contentType());
      assertThat(answer.body()).isEqualTo(expected.reply().body());
    }
  }

  private static Map<String, PhoneReport> newest(PhoneAnswer answer) {
    Map<String, PhoneReport> newest = new LinkedHashMap<>();
    for (PhoneReport report : answer.reports()) {
      newest.merge(
          report.client(), report, (one, other) -> one.fixNanos() > other.fixNanos() ? one : other);
    }
    return newest;
  }

  private static void isFound(PhoneReport report, long now, TestHerd herd) throws Exception {
    String iamat = new String(report.iamat().getBytes(UTF_8), ISO_8859_1);
    boolean hasOwnTime = report.fixNanos() / 1_000_000_000 != now;
    String client = iamat.split(" ", 3)[1];
    String shown =
        iamat.substring("IAMAT".length(), hasOwnTime ? iamat.length() : iamat.lastIndexOf(' '));
    try (LineClient asker = herd.client("Bolden")) {
      Await.until("the neighbour knows" + shown, () -> asker.whatsat(client).contains(shown));
    }
  }

  /// What the recording says that the app told, in our units, is what another server shows.
  private static void isShown(PhoneReport report, Recording recording, TestHerd herd)
      throws Exception {
    String line = report.iamat().substring(0, report.iamat().lastIndexOf(' '));
    String told =
        recording.expected().stream()
            .filter(expected -> expected.startsWith(line + ' '))
            .reduce((_, last) -> last)
            .orElseThrow();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : told.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    try (ApiClient api = new ApiClient(herd.httpPort("Bolden"))) {
      String client = URLEncoder.encode(report.client(), UTF_8);
      JsonNode shown = api.read("/v1/clients/" + client);
      assertThat(shown.path("speed_mps").asText()).isEqualTo(fields.getOrDefault("spd", ""));
      assertThat(shown.path("course_deg").asText()).isEqualTo(fields.getOrDefault("crs", ""));
      assertThat(shown.path("altitude_m").asText()).isEqualTo(fields.getOrDefault("alt", ""));
      assertThat(shown.path("accuracy_m").asText()).isEqualTo(fields.getOrDefault("acc", ""));
      assertThat(shown.path("battery").asText()).isEqualTo(fields.getOrDefault("bat", ""));
      assertThat(shown.path("charging").asText())
          .isEqualTo(fields.getOrDefault("chg", "").replace("1", "true").replace("0", "false"));
    }
  }

  /// Each counts in other units.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/osmand?id=jane&lat=1&lon=2&timestamp=3&speed=10&batt=41 | 5.144",
        "/osmand?id=jane&lat=1&lon=2&timestamp=3&speed=10&speed_unit=mps&batt=41 | 10",
        "/gpslogger?id=jane&lat=1&lon=2&timestamp=3&spd=10&batt=41 | 10",
        "/gpslogger?id=jane&lat=1&lon=2&timestamp=3&spd_kph=36&batt=41 | 10"
      })
  void speedIsShownInMetresPerSecond(String target, String speed) throws Exception {
    herd.startAll().awaitLinks();
    try (HttpClientSocket client = new HttpClientSocket(herd.httpPort("Alford"));
        ApiClient api = new ApiClient(herd.httpPort("Bolden"))) {
      assertThat(client.get(target).status()).isEqualTo(200);
      Await.until("Bolden knows", () -> api.get("/v1/clients/jane").statusCode() == 200);
      assertThat(api.read("/v1/clients/jane").get("speed_mps").asText()).isEqualTo(speed);
      assertThat(api.read("/v1/clients/jane").get("battery").asText()).isEqualTo("0.41");
    }
  }

  @Test
  void aTokenThatNobodyKnowsIsRefusedAndTheOperatorIsTold() throws Exception {
    herd.events(EventMode.ALL);
    herd.start("Alford");
    try (HttpClientSocket client = new HttpClientSocket(herd.httpPort("Alford"))) {
      Answer refused = client.get("/t/s3cret/osmand?id=jane&lat=1&lon=2&timestamp=3");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("www-authenticate")).contains("Basic realm=\"placeherd\"");
      assertThat(client.get("/metrics").body())
          .contains("placeherd_phone_refused_total 1.0")
          .doesNotContain("s3cret");
    }
    Await.until("it is in the log", () -> log().contains("refused with status 401"));
    assertThat(log()).doesNotContain("s3cret");
  }

  private String log() throws IOException {
    return Files.readString(herd.log("Alford"));
  }

  @Test
  void whatCannotBeUsedIsCountedAndLoggedWithoutAPosition() throws Exception {
    herd.events(EventMode.ALL);
    herd.start("Alford");
    try (HttpClientSocket client = new HttpClientSocket(herd.httpPort("Alford"))) {
      String body = "{\"_type\":\"location\",\"tid\":\"JJ\",\"lat\":91.25,\"lon\":2,\"tst\":5}";
      assertThat(client.post("/pub", body).body()).isEqualTo("[]");
      assertThat(client.get("/osmand?id=jane&lat=1&lon=2&timestamp=3").status()).isEqualTo(200);
      assertThat(client.get("/metrics").body())
          .contains("placeherd_phone_unusable_total{app=\"OwnTracks\",reason=\"no fix\"} 1.0")
          .contains(
              "placeherd_phone_reports_total{app=\"OsmAnd and Traccar Client\",outcome=\"stored\"} 1.0");
    }
    Await.until("it is in the log", () -> log().contains("1 of OwnTracks not usable (no fix)"));
    assertThat(log()).doesNotContain("91.25");
  }

  @Test
  void ownTracksIsToldOfOthersAndNotOfItself() throws Exception {
    herd.start("Alford");
    String body =
        "{\"_type\":\"location\",\"topic\":\"owntracks/jane/phone\",\"lat\":1,\"lon\":2,\"tst\":5}";
    try (HttpClientSocket client = new HttpClientSocket(herd.httpPort("Alford"));
        LineClient lines = herd.client("Alford")) {
      assertThat(client.post("/pub", body).body()).isEqualTo("[]");
      lines.ask("IAMAT kiwi +34.5-118.25 1479413884");
      assertThat(
              client
                  .get(
                      "/osmand?id=moa&lat=1&lon=3&timestamp=7&speed=10&bearing=271.4&altitude=167"
                          + "&accuracy=4.6&batt=41")
                  .status())
          .isEqualTo(200);
      assertThat(client.post("/pub", body).body())
          .isEqualTo(
              "[{\"_type\":\"location\",\"tid\":\"MO\",\"topic\":\"owntracks/moa/moa\",\"lat\":1.0,\"lon\":3.0,\"tst\":7,\"vel\":19,\"cog\":271,\"alt\":167,\"acc\":5,\"batt\":41},"
                  + "{\"_type\":\"location\",\"tid\":\"KI\",\"topic\":\"owntracks/kiwi/kiwi\",\"lat\":34.5,\"lon\":-118.25,\"tst\":1479413884}]");
    }
  }

  @Test
  void aPageOfAnotherOriginMayNotReport() throws Exception {
    herd.start("Alford");
    try (HttpClientSocket client = new HttpClientSocket(herd.httpPort("Alford"))) {
      assertThat(
              client.post("/osmand", "id=eve&lat=1&lon=2", "Origin: https://evil.example").status())
          .isEqualTo(403);
    }
  }
}
