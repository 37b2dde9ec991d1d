package org.placeherd.places.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesQuery;

/// What Overture says of single places is shown with them, and not with others.
class OvertureCreditsTest {
  private static final String META = "{\"dataset\":\"meta\",\"license\":\"CDLA-Permissive-2.0\"}";
  private static final String FOURSQUARE =
      "{\"dataset\":\"Foursquare\",\"license\":\"Apache-2.0\"}";

  @TempDir private Path directory;

  @Test
  void aReplyShowsTheCreditsOfThePlacesInIt() throws Exception {
    importing(
        Optional.empty(),
        feature(1, 10, META + "," + FOURSQUARE + "," + META)
            + feature(2, 11, META)
            + feature(3, 12, "")
            + feature(4, 10.001, META));
    assertThat(shown(10)).containsExactly("Foursquare (Apache-2.0)", "meta (CDLA-Permissive-2.0)");
    assertThat(shown(11)).containsExactly("meta (CDLA-Permissive-2.0)");
    assertThat(shown(12)).isEmpty();
    assertThat(shown(13)).as("nothing is there").isEmpty();
  }

  @Test
  void theSourcesAttributionComesFirstWithinAReplyOfSeveralSources() throws Exception {
    importing(Optional.empty(), feature(1, 10, META));
    Path csv = Files.writeString(directory.resolve("a.csv"), "name,lat,lon\nA,10,20\n");
    PlaceImport.run(List.of(csv), folder(), options(Optional.of("zoo keepers")), _ -> {});
    assertThat(shown(10)).containsExactly("zoo keepers", "meta (CDLA-Permissive-2.0)");
  }

  @Test
  void whatTheUserSaysTakesTheirPlace() throws Exception {
    importing(Optional.of("all of us"), feature(1, 10, META));
    assertThat(shown(10)).containsExactly("all of us");
  }

  @Test
  void namesAreNoHtml() {
    assertThat(OvertureCredits.of(Optional.of("<a\n href=\"x\"> & co"), Optional.empty()))
        .contains("&lt;a href=&quot;x&quot;&gt; &amp; co");
    assertThat(OvertureCredits.of(Optional.empty(), Optional.of("CC0-1.0"))).contains("CC0-1.0");
    assertThat(OvertureCredits.of(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void tooManyDifferentListsAreRefusedAndAttributionHelps() throws Exception {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i <= PlaceImport.CREDITS_MAX; i++) {
      features.append(feature(i, 10, "{\"dataset\":\"set " + i + "\"}"));
    }
    assertThatThrownBy(() -> importing(Optional.empty(), features.toString()))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining("1,000 different lists")
        .hasMessageContaining("--attribution");
    importing(Optional.of("all of us"), features.toString());
    assertThat(shown(10)).containsExactly("all of us");
  }

  @Test
  void aPlaceWithEndlessCreditsIsLeftOutAndCounted() throws Exception {
    PlaceImport.Result result =
        importing(
            Optional.empty(),
            feature(1, 10, META) + feature(2, 10, "{\"dataset\":\"" + "x".repeat(1_001) + "\"}"));
    assertThat(result.places()).isEqualTo(1);
    assertThat(result.skipped()).containsEntry("with a text that is too long", 1L);
  }

  private static String feature(int id, double latitude, String sources) {
    return ("{\"type\":\"Feature\",\"id\":%d,\"geometry\":{\"type\":\"Point\",\"coordinates\":[20,%s]},"
            + "\"properties\":{\"name\":\"P\",\"sources\":[%s]}}\n")
        .formatted(id, latitude, sources);
  }

  private PlaceImport.Result importing(Optional<String> attribution, String features)
      throws IOException, BadPlaceFile {
    Path file = Files.writeString(directory.resolve("a.geojsonl"), features);
    return PlaceImport.run(List.of(file), folder(), options(attribution), _ -> {});
  }

  private static PlaceImport.Options options(Optional<String> attribution) {
    return new PlaceImport.Options(
        Optional.empty(), attribution, Optional.empty(), Optional.empty());
  }

  private PlacesFolder folder() {
    return new PlacesFolder(directory.resolve("places"));
  }

  private List<String> shown(double latitude) throws IOException {
    PlacesQuery query = new PlacesQuery(new LatLon(latitude, 20), 5_000, 20);
    JsonNode reply = new JsonMapper().readTree(folder().search(query));
    return reply.path("html_attributions").valueStream().map(JsonNode::asText).toList();
  }
}
