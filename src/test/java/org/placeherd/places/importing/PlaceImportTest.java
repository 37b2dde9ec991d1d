package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesProvider;
import org.placeherd.places.PlacesProviders;
import org.placeherd.places.PlacesQuery;
import org.placeherd.places.SyntheticPlaces;

class PlaceImportTest {
  private static final String CSV =
      """
      id,name,lat,lon,category,address
      1,"Café ""X"", the first",49.2827,-123.1207,Coffee Shop,1 Main St
      2,,49.28,-123.12,bar,
      3,Straße 3,49.2828,-123.1208,,
      """;
  private static final String OSM_XML =
      """
      <?xml version='1.0' encoding='UTF-8'?>
      <osm version="0.6">
        <node id="1" lat="10.0" lon="20.0"><tag k="amenity" v="cafe"/><tag k="name" v="One"/></node>
        <node id="2" lat="10.0" lon="20.2"/>
        <node id="3" lat="10.2" lon="20.2"/>
        <node id="4" lat="10.0" lon="20.0"><tag k="natural" v="tree"/></node>
        <node id="5" lat="10.0" lon="20.0"><tag k="shop" v="bakery"/></node>
        <way id="7"><nd ref="2"/><nd ref="3"/>
          <tag k="leisure" v="park"/><tag k="name" v="Two"/></way>
        <way id="8"><nd ref="1"/><nd ref="3"/></way>
        <way id="9"><nd ref="99"/><tag k="leisure" v="park"/><tag k="name" v="Away"/></way>
        <relation id="5"><member type="way" ref="8" role="outer"/>
          <member type="way" ref="7" role="inner"/><tag k="type" v="multipolygon"/>
          <tag k="amenity" v="university"/><tag k="name" v="Three"/></relation>
      </osm>
      """;
  private static final PlaceImport.Options PLAIN =
      new PlaceImport.Options(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(LocalDate.of(2026, 11, 1)));

  @TempDir private Path directory;

  @Test
  void readsATableWithAHeader() throws Exception {
    PlaceImport.Result result = run("p.csv", CSV.getBytes(UTF_8));
    assertThat(result.places()).isEqualTo(2);
    assertThat(result.skipped()).containsEntry("without a name", 1L).hasSize(1);
    JsonNode found = near(49.2827, -123.1207).path("results");
    assertThat(found.path(0).path("name").asText()).isEqualTo("Café \"X\", the first");
    assertThat(found.path(0).path("place_id").asText()).isEqualTo("csv:1");
    assertThat(found.path(0).path("types").path(0).asText()).isEqualTo("coffee_shop");
    assertThat(found.path(0).path("vicinity").asText()).isEqualTo("1 Main St");
    assertThat(found.path(1).path("types").path(0).asText()).isEqualTo("point_of_interest");
  }

  @Test
  void readsSemicolonsAndTabsToo() throws Exception {
    assertThat(run("p.csv", "name;latitude;longitude\nA;1;2\n".getBytes(UTF_8)).places())
        .isEqualTo(1);
    assertThat(run("p.tsv", "Name\tLatitude\tLongitude\nA\t1\t2\n".getBytes(UTF_8)).places())
        .isEqualTo(1);
  }

  @Test
  void readsAFeatureCollectionAndFeaturesALineEach() throws Exception {
    String point =
        """
        {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[2.0,1.0]},
        "properties":{"name":"P","amenity":"cafe"}}\
        """
            .replace("\n", "");
    String island =
        """
        {"type":"Feature","geometry":{"type":"Polygon","coordinates":
        [[[179.0,-17.0],[-179.0,-17.0],[-179.0,-16.0],[179.0,-17.0]]]},
        "properties":{"name":"Q","category":"island"}}\
        """
            .replace("\n", "");
    run(
        "c.geojson",
        ("{\"type\":\"FeatureCollection\",\"features\":[" + point + "]}").getBytes(UTF_8));
    assertThat(near(1, 2).at("/results/0/place_id").asText()).isEqualTo("geojson:7");
    assertThat(near(1, 2).at("/results/0/types/0").asText()).isEqualTo("cafe");
    assertThat(run("l.geojson", (point + "\n" + island + "\n").getBytes(UTF_8)).places())
        .isEqualTo(2);
    assertThat(near(-16.5, 180).at("/results/0/name").asText()).isEqualTo("Q");
    String sequence = "\u001e" + point + "\n\u001e" + island + "\n";
    assertThat(run("s.geojson", sequence.getBytes(UTF_8)).places()).isEqualTo(2);
  }

  @Test
  void readsATableOfGeoNamesInAZipArchive() throws Exception {
    String row =
        "1880252\tSingapore\tSingapore\t\t1.28967\t103.85007\tP\tPPLC\tSG\t\t00\t\t\t\t3547809\t\t33"
            + "\tAsia/Singapore\t2024-01-05\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write("about".getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("SG.txt"));
      zip.write(row.getBytes(UTF_8));
    }
    PlaceImport.Result result = run("SG.zip", bytes.toByteArray());
    assertThat(result.source().licence()).isEqualTo("CC BY 4.0");
    JsonNode reply = near(1.28967, 103.85007);
    assertThat(reply.at("/results/0/types/0").asText()).isEqualTo("locality");
    assertThat(reply.at("/results/0/vicinity").asText()).isEqualTo("Singapore");
    assertThat(reply.at("/html_attributions/0").asText()).contains("GeoNames");
    assertThat(reply.at("/x_herd/as_of").asText()).isEqualTo("2026-11-01");
  }

  @Test
  void readsNodesWaysAndMultipolygonsOfOpenStreetMap() throws Exception {
    checkOsm(run("a.osm", OSM_XML.getBytes(UTF_8)));
    checkOsm(run("a.osm.gz", packed(GZIPOutputStream::new)));
    checkOsm(run("a.osm.bz2", packed(BZip2CompressorOutputStream::new)));
  }

  private void checkOsm(PlaceImport.Result result) throws IOException {
    assertThat(result.places()).isEqualTo(3);
    assertThat(result.skipped())
        .containsEntry("without a name", 1L)
        .containsEntry("whose points are not in the file", 1L);
    assertThat(near(10, 20).at("/results/0/place_id").asText()).isEqualTo("osm:node/1");
    assertThat(near(10.1, 20.2).at("/results/0/place_id").asText()).isEqualTo("osm:way/7");
    assertThat(near(10.1, 20.1).at("/results/0/place_id").asText()).isEqualTo("osm:relation/5");
  }

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packer.over(bytes)) {
      out.write(OSM_XML.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void refusesWhatItCannotReadByNameAndReasonAndKeepsTheOldPlaces() throws Exception {
    run("good.csv", CSV.getBytes(UTF_8));
    byte[] gzip = packed(GZIPOutputStream::new);
    refuses("cut.osm.gz", Arrays.copyOf(gzip, gzip.length / 2), "truncated");
    refuses("cut.osm", OSM_XML.substring(0, 300).getBytes(UTF_8), "no whole XML");
    refuses("empty.csv", new byte[0], "it is empty");
    refuses("text.txt", "Dear reader\n".getBytes(UTF_8), "no known format");
    refuses("z.zst", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0}, "zstd");
    refuses("p.parquet", "PAR1 and then nothing".getBytes(UTF_8), "truncated");
    refuses("off.csv", "name,lat,lon\nA,91,0\n".getBytes(UTF_8), "row 2");
    refuses("none.csv", "name,lat,lon\n".getBytes(UTF_8), "there is no place");
    refuses(
        "cut.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Fea".getBytes(UTF_8),
        "truncated");
    assertThat(near(49.2827, -123.1207).path("results")).hasSize(2);
    try (var left = Files.list(directory.resolve("places"))) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())))
          .as("no half-written index stays")
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  private void refuses(String name, byte[] content, String reason) {
    assertThatThrownBy(() -> run(name, content))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void eachPublisherOfParquetFilesIsNamed() throws BadPlaceFile {
    assertThat(GeoParquet.terms(Set.of("id", "names", "geometry")).licence())
        .isEqualTo("CDLA-Permissive-2.0");
    PlaceFormat.Terms foursquare = GeoParquet.terms(Set.of("name", "latitude", "longitude"));
    assertThat(foursquare.source()).isEqualTo("fsq");
    assertThat(foursquare.attribution()).contains("Foursquare");
    assertThatThrownBy(() -> GeoParquet.terms(Set.of("a", "b")))
        .hasMessageContaining("neither")
        .hasMessageContaining("[a, b]");
  }

  @Test
  void filesOfDifferentSourcesAreNotMixed() throws IOException {
    Path csv = Files.writeString(directory.resolve("a.csv"), CSV);
    Path osm = Files.writeString(directory.resolve("a.osm"), OSM_XML);
    assertThatThrownBy(() -> PlaceImport.run(List.of(csv, osm), folder(), PLAIN, _ -> {}))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining("'csv'")
        .hasMessageContaining("a.osm of 'osm'")
        .hasMessageContaining("--source");
  }

  @Test
  void replacesThePlacesOfTheSameSourceOnly() throws Exception {
    run("a.csv", CSV.getBytes(UTF_8));
    run("a.osm", OSM_XML.getBytes(UTF_8));
    run("b.csv", "name,lat,lon\nOnly,1,2\n".getBytes(UTF_8));
    assertThat(near(49.2827, -123.1207).path("status").asText()).isEqualTo("ZERO_RESULTS");
    assertThat(near(1, 2).path("results")).hasSize(1);
    assertThat(near(10, 20).path("status").asText()).isEqualTo("OK");
    assertThat(folder().contents()).extracting(PlacesFolder.Contents::places).containsExactly(1, 3);
  }

  @Test
  void aServerShowsPlacesThatWereMadeUpOnlyIfItMay() throws Exception {
    try (PlacesFolder.Replacement places = folder().replace(SyntheticPlaces.SOURCE)) {
      places.writer().add(new SyntheticPlaces(1).place(1));
      places.finish(SyntheticPlaces.SOURCE);
    }
    try (PlacesProvider provider =
        PlacesProviders.named("embedded:" + directory.resolve("places"))) {
      assertThatThrownBy(() -> provider.warmUp().toCompletableFuture().join())
          .hasMessageContaining("--allow-synthetic");
    }
    assertThat(folder().contents()).hasSize(1);
  }

  @Test
  void refusesASecondImportAtTheSameTime() throws Exception {
    run("a.csv", CSV.getBytes(UTF_8));
    var source = folder().contents().getFirst().source();
    try (PlacesFolder.Replacement _ = folder().replace(source)) {
      assertThatThrownBy(() -> folder().replace(source)).hasMessageContaining("under way");
    }
    folder().replace(source).close();
  }

  @Test
  void findsByTypeByWordsOfTheNameAndByImportance() throws Exception {
    String table =
        """
        name,lat,lon,type,importance
        Musée Océanographique,43.73,7.42,museum,0.2
        Oceano Bar,43.7301,7.4201,bar,0.1
        Palace,43.7302,7.4202,museum,0.9
        """;
    run("w.csv", table.getBytes(UTF_8));
    assertThat(names(Optional.of("museum"), Optional.empty(), PlacesQuery.Rank.DISTANCE))
        .containsExactly("Musée Océanographique", "Palace");
    assertThat(names(Optional.empty(), Optional.of("MUSEE"), PlacesQuery.Rank.DISTANCE))
        .containsExactly("Musée Océanographique");
    assertThat(names(Optional.empty(), Optional.empty(), PlacesQuery.Rank.IMPORTANCE))
        .containsExactly("Palace", "Musée Océanographique", "Oceano Bar");
    assertThat(names(Optional.of("zoo"), Optional.empty(), PlacesQuery.Rank.DISTANCE)).isEmpty();
    assertThat(names(Optional.empty(), Optional.of("!"), PlacesQuery.Rank.DISTANCE)).isEmpty();
  }

  private List<String> names(Optional<String> type, Optional<String> words, PlacesQuery.Rank rank)
      throws IOException {
    PlacesQuery query = new PlacesQuery(new LatLon(43.73, 7.42), 1_000, 20, type, words, rank);
    return new JsonMapper()
        .readTree(folder().search(query))
        .path("results")
        .findValuesAsText("name");
  }

  private PlaceImport.Result run(String name, byte[] content) throws IOException, BadPlaceFile {
    Path file = Files.write(directory.resolve(name), content);
    return PlaceImport.run(List.of(file), folder(), PLAIN, _ -> {});
  }

  private PlacesFolder folder() {
    return new PlacesFolder(directory.resolve("places"));
  }

  private JsonNode near(double latitude, double longitude) throws IOException {
    PlacesQuery query = new PlacesQuery(new LatLon(latitude, longitude), 5_000, 20);
    return new JsonMapper().readTree(folder().search(query));
  }
}
