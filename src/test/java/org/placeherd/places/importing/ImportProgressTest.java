package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.PlacesFolder;

/// Whoever waits for an import hears how far it has got, also where no place was found yet.
class ImportProgressTest {
  private static final int MEGABYTE = 1_000_000;

  @TempDir private Path directory;

  @Test
  void eachPassOverAFileOfOpenStreetMapIsToldWithTheBytesRead() throws Exception {
    byte[] town = town();
    List<PlaceImport.Progress> told = run(Files.write(directory.resolve("a.osm"), town));
    assertThat(told)
        .extracting(PlaceImport.Progress::pass)
        .contains("pass 1 of 3, relations", "pass 2 of 3, ways", "pass 3 of 3, nodes");
    assertThat(told).extracting(PlaceImport.Progress::bytesInAll).containsOnly(3L * town.length);
    assertThat(told).extracting(PlaceImport.Progress::bytesRead).isSorted();
    assertThat(told.stream().filter(each -> each.pass().contains("relations")))
        .as("more than its beginning, before any place")
        .anyMatch(each -> each.bytesRead() > MEGABYTE && each.places() == 0);
    assertThat(told.getLast().bytesRead()).isEqualTo(3L * town.length);
    assertThat(told.getLast().places()).isEqualTo(1);
  }

  @Test
  void bytesAreThoseOfTheFilesAsTheyLieOnTheDisk() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(town());
    }
    Path first = Files.write(directory.resolve("a.osm.gz"), packed.toByteArray());
    Path second =
        Files.writeString(
            directory.resolve("b.osm"), "<osm version='0.6'><node id='2' lat='1' lon='2'/></osm>");
    List<PlaceImport.Progress> told = run(first, second);
    assertThat(told.getLast().file()).isEqualTo(second);
    assertThat(told.getLast().bytesInAll()).isEqualTo(3 * (Files.size(first) + Files.size(second)));
    assertThat(told.getLast().bytesRead()).isEqualTo(told.getLast().bytesInAll());
    assertThat(told).extracting(PlaceImport.Progress::bytesRead).isSorted();
  }

  /// Some three megabytes, and one place.
  private static byte[] town() {
    StringBuilder xml = new StringBuilder("<osm version='0.6'>\n");
    for (int i = 1; xml.length() < 3 * MEGABYTE; i++) {
      xml.append("<node id='").append(i).append("' lat='1' lon='2'/>\n");
    }
    xml.append(
        "<node id='0' lat='1' lon='2'><tag k='amenity' v='cafe'/><tag k='name' v='A'/></node>");
    return xml.append("\n</osm>\n").toString().getBytes(UTF_8);
  }

  private List<PlaceImport.Progress> run(Path... files) throws IOException, BadPlaceFile {
    List<PlaceImport.Progress> told = new ArrayList<>();
    PlaceImport.run(
        List.of(files),
        new PlacesFolder(directory.resolve("places")),
        new PlaceImport.Options(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        told::add);
    return told;
  }
}
