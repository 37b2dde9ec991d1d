package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;

@Timeout(60)
class ChainPlacesTest {
  private static final PlacesQuery UCLA =
      new PlacesQuery(new LatLon(34.068930, -118.445127), 1_000, 5);

  @TempDir Path directory = Path.of("");

  @Test
  void theFirstThatAnswersIsTheOnlyOne() {
    try (UpstreamBench first = new UpstreamBench(directory, ScriptedUpstream.OPEN);
        ChainPlaces chain = chain(first)) {
      JsonNode reply = ask(chain);
      assertThat(reply.get("status").asText()).isEqualTo("ZERO_RESULTS"); // an answer, too
      assertThat(reply.get("x_herd").get("provider").asText()).isEqualTo("photon");
      assertThat(reply.get("x_herd").get("fallback").asBoolean()).isFalse();
      assertThat(chain.name()).isEqualTo("chain:photon,embedded");
      assertThat(chain.counters()).hasSize(1);
    }
  }

  @Test
  void whileTheFirstIsDownTheNextStandsInForItUnderItsOwnName() {
    try (UpstreamBench first = new UpstreamBench(directory, ScriptedUpstream.OPEN);
        ChainPlaces chain = chain(first)) {
      first.upstream.world.add(ScriptedUpstream.Place.at(34.068930, -118.445127, "not this"));
      for (ScriptedUpstream.Behaviour behaviour :
          List.of(ScriptedUpstream.status(503), first.upstream::hang)) {
        first.upstream.behaviour = behaviour;
        JsonNode reply = ask(chain);
        assertThat(reply.get("status").asText()).isEqualTo("OK");
        assertThat(reply.get("x_herd").get("provider").asText()).isEqualTo("embedded");
        assertThat(reply.get("x_herd").get("fallback").asBoolean()).isTrue();
        assertThat(reply.get("html_attributions").toString())
            .contains("demo landmarks")
            .doesNotContain("a source");
        assertThat(UpstreamBench.names(reply)).hasSize(5).doesNotContain("not this");
      }
    }
  }

  @Test
  void theMarkIsPutIntoTheLastObjectOnly() {
    String body =
        "{\"results\":[{\"name\":\"é\",\"x_herd\":{\"fallback\": false}}],\"x_herd\":{\"a\":1,\"fallback\": false,\"b\":2}}";
    assertThat(new String(FallbackMark.on(body.getBytes(UTF_8)), UTF_8))
        .isEqualTo(body.replace("\"fallback\": false,\"b\"", "\"fallback\": true,\"b\""));
    assertThatThrownBy(() -> FallbackMark.on("{\"status\":\"OK\"}".getBytes(UTF_8)))
        .hasMessageContaining("no x_herd");
  }

  private static ChainPlaces chain(UpstreamBench first) {
    return new ChainPlaces(
        List.of(first.places, PlacesProviders.named("embedded")), PlacesClock.SYSTEM);
  }

  private static JsonNode ask(ChainPlaces chain) {
    chain.warmUp().toCompletableFuture().join();
    return UpstreamBench.json(chain.nearby(UCLA, 2_000).toCompletableFuture().join());
  }
}
