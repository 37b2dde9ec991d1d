package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.stub.PlacesStub;
import org.placeherd.places.stub.StubMode;

/// WHATSAT over TCP to a whole server, whose places come from a source behind real HTTP.
@Timeout(60)
class SourcesOverTcpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POSITION = "+34.068912-118.445123";

  private final Path directory;
  private final PlacesStub stub;

  SourcesOverTcpTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    stub = PlacesStub.start(0, _ -> {});
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private HerdServer start(String provider, int deadlineMillis, String more) throws Exception {
    Path key = Files.writeString(directory.resolve("key"), PlacesStub.KEY + "\n");
    Path file = directory.resolve("herd.toml");
    Files.writeString(
        file,
        """
        [[herd.servers]]
        name = "Alford"
        host = "127.0.0.1"
        port = %d
        [server]
        data = '%s'
        [places]
        provider = "%s"
        deadline-millis = %d
        [places.google-new]
        base-url = "%5$s"
        key-file = '%6$s'
        %7$s
        [places.google-legacy]
        base-url = "%5$s"
        key-file = '%6$s'
        [places.photon]
        base-url = "%5$s"
        [places.overpass]
        base-url = "%5$s"
        """
            .formatted(
                TestHerd.freePort(),
                directory.resolve("data"),
                provider,
                deadlineMillis,
                stub.url(),
                key,
                more));
    Configuration configuration = Configuration.read(Optional.of(file), Map.of(), Map.of());
    return HerdServer.start(ServerSettings.of(configuration.herd(), "Alford", false));
  }

  private static JsonNode whatsat(HerdServer server) throws IOException {
    try (LineClient client = LineClient.connect(server.port())) {
      String line = client.ask("IAMAT kiwi " + POSITION + " 1");
      String answer = client.whatsat("kiwi");
      assertThat(answer).startsWith(line + "\n").endsWith("}\n\n");
      assertThat(answer.substring(0, answer.length() - 2)).doesNotContain("\n\n");
      return JSON.readTree(answer.substring(line.length()));
    }
  }

  @Test
  void everySourceAnswersWhatsat() throws Exception {
    for (String source : new String[] {"google-new", "google-legacy", "photon", "overpass"}) {
      try (HerdServer server = start(source, 20_000, "")) {
        JsonNode reply = whatsat(server);
        assertThat(reply.get("status").asText()).isEqualTo("OK");
        assertThat(reply.get("results")).hasSize(5);
        assertThat(reply.at("/x_herd/provider").asText()).isEqualTo(source);
        assertThat(reply.at("/x_herd/fallback").asBoolean()).isFalse();
      }
    }
  }

  @Test
  void whileTheSourceFailsOrHangsTheEmbeddedPlacesAnswer() throws Exception {
    for (StubMode mode : new StubMode[] {StubMode.ERROR_500, StubMode.HANG, StubMode.BAD_KEY}) {
      stub.mode(mode);
      // Half of the deadline is the embedded index's, which opens at the first query.
      try (HerdServer server = start("chain:google-new,embedded", 8_000, "")) {
        assertEmbedded(whatsat(server));
      }
    }
  }

  @Test
  void whileTheSourceIsDeadTheEmbeddedPlacesAnswerAndNothingWasSpent() throws Exception {
    stub.close();
    try (HerdServer server =
        start("chain:google-new,photon,embedded", 20_000, "dollars-per-month = 1")) {
      assertEmbedded(whatsat(server));
      JsonNode status = status(server);
      assertThat(status.at("/places/sources/0/micro_dollars").asLong()).isZero();
      assertThat(status.toString()).doesNotContain(PlacesStub.KEY);
    }
  }

  private static void assertEmbedded(JsonNode reply) {
    assertThat(reply.get("status").asText()).isEqualTo("OK");
    assertThat(reply.get("results")).hasSize(5);
    assertThat(reply.at("/x_herd/provider").asText()).isEqualTo("embedded");
    assertThat(reply.at("/x_herd/fallback").asBoolean()).isTrue();
    assertThat(reply.at("/html_attributions/0").asText()).contains("demo landmarks");
  }

  @Test
  void aRefusedKeyIsAnAlarmInTheStatusTheLogAndOnTheConsole() throws Exception {
    stub.mode(StubMode.BAD_KEY);
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    String sentence = "Places: google-new has refused the key";
    try (HerdServer server = start("chain:google-new,embedded", 20_000, "")) {
      assertEmbedded(whatsat(server));
      Await.until("it is an alarm", () -> status(server).get("alarms").asInt() == 1);
      Await.until("it is said", () -> errors.toString(StandardCharsets.UTF_8).contains(sentence));
      JsonNode source = status(server).at("/places/sources/0");
      assertThat(source.get("breaker").asText()).isEqualTo("denied");
      assertThat(source.at("/last_failure/words").asText()).startsWith("google-new: ");
      assertThat(source.at("/last_failure/ago_ms").asLong()).isNotNegative();
    } finally {
      System.setErr(before);
    }
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce(sentence)
        .doesNotContain(PlacesStub.KEY);
    assertThat(Files.readString(directory.resolve("data").resolve("server-Alford.log")))
        .containsOnlyOnce(sentence);
  }

  private static JsonNode status(HerdServer server) throws IOException {
    try (LineClient tool = LineClient.connect(server.port())) {
      tool.ask("HELLO placeherd/1 -");
      return JSON.readTree(tool.ask("STATUS").substring("STATUS ".length()));
    }
  }

  @Test
  void theServersOfAHerdHaveTheirPartsOfOneBudget() throws Exception {
    Path key = Files.writeString(directory.resolve("key"), PlacesStub.KEY + "\n");
    Path file =
        Files.writeString(
            directory.resolve("herd.toml"),
            """
            [herd]
            servers = [
              { name = "Alford", host = "127.0.0.1", port = %d },
              { name = "Bolden", host = "127.0.0.1", port = %d },
            ]
            links = []
            [server]
            data = '%s'
            [places]
            provider = "google-new"
            deadline-millis = 20000
            [places.google-new]
            base-url = "%s"
            key-file = '%s'
            calls-per-month = 3
            """
                .formatted(
                    TestHerd.freePort(),
                    TestHerd.freePort(),
                    directory.resolve("data"),
                    stub.url(),
                    key));
    HerdConfig herd = Configuration.read(Optional.of(file), Map.of(), Map.of()).herd();
    try (HerdServer alford = HerdServer.start(ServerSettings.of(herd, "Alford", false));
        HerdServer bolden = HerdServer.start(ServerSettings.of(herd, "Bolden", false))) {
      assertThat(statuses(alford)).containsExactly("OK", "OK", "OVER_QUERY_LIMIT");
      assertThat(statuses(bolden)).containsExactly("OK", "OVER_QUERY_LIMIT", "OVER_QUERY_LIMIT");
    }
  }

  private static List<String> statuses(HerdServer server) throws IOException {
    List<String> statuses = new ArrayList<>();
    try (LineClient client = LineClient.connect(server.port())) {
      client.ask("IAMAT kiwi " + POSITION + " 1");
      for (int i = 0; i < 3; i++) {
        String answer = client.whatsat("kiwi");
        statuses.add(JSON.readTree(answer.substring(answer.indexOf('\n'))).get("status").asText());
      }
    }
    return statuses;
  }

  @Test
  void whoStartsASourceThatCostsMoneyWithoutABudgetIsWarned() throws Exception {
    assertThat(errorsOf("calls-per-minute = 60"))
        .contains(
            "google-new costs $32 per 1,000 calls at list price and has no budget; set places");
    assertThat(errorsOf("dollars-per-month = 50")).isEmpty();
    assertThat(errorsOf("calls-per-day = 100")).isEmpty();
  }

  private String errorsOf(String setting) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try (HerdServer _ = start("chain:google-new,embedded", 2_000, setting)) {
      return errors.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(before);
    }
  }
}
