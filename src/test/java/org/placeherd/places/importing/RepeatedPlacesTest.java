package org.placeherd.places.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesQuery;

/// A place that comes twice is there once, as it came last.
class RepeatedPlacesTest {
  private static final String HEADER = "id,name,lat,lon,type\n";

  @TempDir private Path directory;

  @Test
  void ofOneIdInAFileTheLaterCounts() throws Exception {
    PlaceImport.Result result =
        run(HEADER + "1,Old,10,20,cafe\n2,Other,10.001,20,bar\n1,New,10.002,20,zoo\n");
    assertThat(result.places()).isEqualTo(2);
    assertThat(result.twice()).isEqualTo(1);
    assertThat(names(Optional.empty())).containsExactly("Other", "New");
    assertThat(names(Optional.of("cafe"))).isEmpty();
    assertThat(names(Optional.of("zoo"))).containsExactly("New");
    assertThat(folder().contents()).extracting(PlacesFolder.Contents::places).containsExactly(2);
  }

  @Test
  void filesThatOverlapMakeNoDoubles() throws Exception {
    int each = 3_000;
    PlaceImport.Result result = run(rows(0, each), rows(each / 2, each));
    assertThat(result.places()).isEqualTo(each + each / 2);
    assertThat(result.twice()).isEqualTo(each / 2);
    assertThat(folder().contents())
        .extracting(PlacesFolder.Contents::places)
        .containsExactly(each + each / 2);
  }

  @Test
  void aFileGivenTwiceIsReadOnce() throws Exception {
    PlaceImport.Result result = run(rows(0, 10), rows(0, 10));
    assertThat(result.places()).isEqualTo(10);
    assertThat(result.twice()).isEqualTo(10);
  }

  @Test
  void placesWithoutIdsInSeveralFilesAreDifferentOnes() throws Exception {
    PlaceImport.Result csv = run("name,lat,lon\nA,10,20\n", "name,lat,lon\nB,10,20\n");
    assertThat(csv.twice()).isZero();
    assertThat(names(Optional.empty())).containsExactlyInAnyOrder("A", "B");
    String feature =
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[20,10]},"
            + "\"properties\":{\"name\":\"%s\"}}\n";
    PlaceImport.Result json = run(feature.formatted("C"), feature.formatted("D"));
    assertThat(json.twice()).isZero();
    assertThat(json.places()).isEqualTo(2);
  }

  private static String rows(int from, int count) {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = from; i < from + count; i++) {
      rows.append(i).append(",Place ").append(i).append(",1,2,cafe\n");
    }
    return rows.toString();
  }

  private PlaceImport.Result run(String... contents) throws IOException, BadPlaceFile {
    List<Path> files = new ArrayList<>();
    for (String content : contents) {
      files.add(Files.writeString(directory.resolve("file-" + files.size()), content));
    }
    return PlaceImport.run(
        files,
        folder(),
        new PlaceImport.Options(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        _ -> {});
  }

  private PlacesFolder folder() {
    return new PlacesFolder(directory.resolve("places"));
  }

  private List<String> names(Optional<String> type) throws IOException {
    PlacesQuery query =
        new PlacesQuery(
            new LatLon(10, 20), 5_000, 20, type, Optional.empty(), PlacesQuery.Rank.DISTANCE);
    JsonNode reply = new JsonMapper().readTree(folder().search(query));
    return reply.path("results").findValuesAsText("name");
  }
}
