package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.PlacesProviders;

/// WHATSAT with more than three operands, on a server that takes it and on one that does not.
class WhatsatFieldsOverTcpTest {
  private final TestHerd herd;

  WhatsatFieldsOverTcpTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @BeforeEach
  void demoPlaces() {
    herd.provider = Optional.of(PlacesProviders.named("embedded"));
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private LineClient atUcla() throws IOException {
    LineClient client = herd.client("Alford");
    client.ask("IAMAT kiwi +34.068930-118.445127 1");
    return client;
  }

  private static String answer(LineClient client, String line) throws IOException {
    client.send(line + "\n");
    return client.answer();
  }

  @Test
  void withoutTheSwitchAFourthFieldIsAnInvalidCommand() throws Exception {
    herd.start("Alford");
    try (LineClient client = atUcla()) {
      assertThat(answer(client, "WHATSAT kiwi 10 5 type=museum"))
          .isEqualTo("? WHATSAT kiwi 10 5 type=museum\n");
      assertThat(answer(client, "WHATSAT kiwi 10 5")).contains("\"status\": \"OK\"");
    }
  }

  @Test
  void withTheSwitchTypeNameAndRankChoose() throws Exception {
    herd.placesOptions =
        new PlacesOptions("embedded", Duration.ofSeconds(2), true, false, true, Map.of());
    herd.start("Alford");
    try (LineClient client = atUcla()) {
      String named = answer(client, "WHATSAT kiwi 10 20 name=hall+r%6Fyce");
      assertThat(named).contains("\"Royce Hall\"").containsOnlyOnce("\"place_id\"");
      assertThat(answer(client, "WHATSAT kiwi 50 20 type=museum"))
          .contains("\"museum\"")
          .doesNotContain("Royce Hall");
      assertThat(answer(client, "WHATSAT kiwi 10 20 type=museum name=royce"))
          .contains("ZERO_RESULTS");
      String nearest = answer(client, "WHATSAT kiwi 10 20");
      assertThat(answer(client, "WHATSAT kiwi 10 20 rank=distance")).isEqualTo(nearest);
      assertThat(answer(client, "WHATSAT kiwi 10 20 rank=importance"))
          .contains("\"status\": \"OK\"");
      assertThat(answer(client, "WHATSAT kiwi 10 5 rank=price"))
          .isEqualTo("? WHATSAT kiwi 10 5 rank=price\n");
    }
  }
}
