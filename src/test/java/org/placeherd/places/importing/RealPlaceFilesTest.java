package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesQuery;

/// Real files, where they are at hand: they are under licences of their own and no part of the
/// project.
class RealPlaceFilesTest {
  private static final Path DATA = Path.of("..", "shared", "data");

  @TempDir private Path directory;

  @Test
  void readsATownOfOpenStreetMap() throws Exception {
    PlaceImport.Result result = run("monaco.osm.pbf");
    assertThat(result.places()).isBetween(500L, 900L);
    assertThat(result.source().attribution()).contains("OpenStreetMap");
  }

  @Test
  void refusesBlobsPackedWithLz4() {
    Path packed = file("monaco-lz4.osm.pbf"); // outside, or a skip would count as a failure
    assertThatThrownBy(() -> run(packed))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining("lz4");
  }

  @Test
  void refusesATownThatIsCut() throws Exception {
    byte[] whole = Files.readAllBytes(file("monaco.osm.pbf"));
    Path cut = directory.resolve("cut.osm.pbf");
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 1_000));
    assertThatThrownBy(() -> run(cut))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void readsACountryOfGeoNames() throws Exception {
    assertThat(run("geonames-SG.zip").places()).isEqualTo(1_911);
  }

  @Test
  void readsPlacesOfOverture() throws Exception {
    assertThat(run("overture-sample.parquet").places()).isEqualTo(9);
    PlacesQuery query = new PlacesQuery(new LatLon(0, 0), 50_000, 20);
    assertThat(new String(new PlacesFolder(directory.resolve("places")).search(query), UTF_8))
        .as("the data set that its places are from")
        .contains("Overture Maps Foundation</a>\",\n    \"msft\"\n  ]");
  }

  private PlaceImport.Result run(String name) throws IOException, BadPlaceFile {
    return run(file(name));
  }

  private PlaceImport.Result run(Path file) throws IOException, BadPlaceFile {
    return PlaceImport.run(
        List.of(file),
        new PlacesFolder(directory.resolve("places")),
        new PlaceImport.Options(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        _ -> {});
  }

  private static Path file(String name) {
    Path file = DATA.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> name + " is not here; the test is skipped");
    return file;
  }
}
