package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesQuery;

/// Files that are not what they seem are refused by name, and what was there stays.
class DamagedPlaceFilesTest {
  private static final Path DATA = Path.of("..", "shared", "data");
  private static final int DAMAGES = 60;

  @TempDir private Path directory;

  @Test
  void aTableInBzip2ThatIsCutIsRefusedByName() throws Exception {
    byte[] packed = bzip2(manyRows(60_000));
    refuses("cut.csv.bz2", Arrays.copyOf(packed, packed.length * 3 / 4), "truncated or damaged");
  }

  @Test
  void anIdThatIsNoNumberIsRefusedByNameAndLine() throws Exception {
    String xml = "<osm version='0.6'>\n<node id='x1' lat='1' lon='2'/></osm>";
    refuses("id.osm", xml.getBytes(UTF_8), "line 2");
  }

  @Test
  void anArchiveOfTwoTablesIsRefusedForOneOfThemWouldBeDropped() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("a.csv", "b.csv")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("name,lat,lon\nA,1,2\n".getBytes(UTF_8));
      }
    }
    refuses("two.zip", bytes.toByteArray(), "b.csv");
  }

  @Test
  void aTableThatIsNotInUtf8IsRefusedAndNotGarbled() throws Exception {
    refuses("latin.csv", "name,lat,lon\nCafé,1,2\n".getBytes(ISO_8859_1), "UTF-8");
  }

  @Test
  void aTableWithATypeForEachRowIsRefusedAndDoesNotFillTheMemory() throws Exception {
    StringBuilder rows = new StringBuilder("name,lat,lon,type\n");
    for (int i = 0; i < 20_000; i++) {
      rows.append("P,1,2,kind ").append(i).append('\n');
    }
    refuses("types.csv", rows.toString().getBytes(UTF_8), "types");
  }

  @Test
  void aBlobThatUnpacksToMoreThanItSaysIsRefusedAndNotCut() throws Exception {
    refuses("more.osm.pbf", onlyBlob(3, packed(new byte[10])), "a blob is longer than it says");
    refuses("less.osm.pbf", onlyBlob(11, packed(new byte[10])), "a blob is shorter than it says");
    byte[] packed = packed(new byte[10]);
    refuses("cut.osm.pbf", onlyBlob(10, Arrays.copyOf(packed, packed.length - 2)), "a blob is cut");
  }

  @Test
  void aFooterOfParquetWithAFalseLengthIsRefused() throws Exception {
    for (int length : List.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 41, 40, 1)) {
      ByteBuffer file = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
      file.put("PAR1".getBytes(UTF_8)).putInt(44, length).put(48, "PAR1".getBytes(UTF_8));
      refuses("footer.parquet", file.array(), "truncated or damaged");
    }
  }

  @Test
  void onlyDecimalNumbersAreNumbers() throws Exception {
    for (String number : List.of("0x1p3", "1d", "1f", "NaN", "1,5", "--1", ".", "1e", "Infinity")) {
      refuses("n.csv", ("name;lat;lon\nA;" + number + ";2\n").getBytes(UTF_8), "row 2: '");
      refuses(
          "i.csv",
          ("name;lat;lon;importance\nA;1;2;" + number + "\n").getBytes(UTF_8),
          "row 2: the importance");
    }
    run("good.csv", "name,lat,lon\nA,5e-05,-.5\nB,+1.,2\n".getBytes(UTF_8));
    assertThat(folder().contents()).extracting(PlacesFolder.Contents::places).containsExactly(2);
  }

  @Test
  void aTableWithEndlessColumnsOrAnEndlessRowIsRefused() throws Exception {
    String columns = ",x".repeat(Csv.HEADER_BYTES_MAX / 2);
    refuses("columns.csv", ("name,lat,lon" + columns + "\nA,1,2\n").getBytes(UTF_8), "its header");
    String text = "x".repeat(Csv.ROW_CHARACTERS_MAX + 100_000);
    refuses("row.csv", ("name,lat,lon\n\"" + text).getBytes(UTF_8), "row 2: it is longer than");
  }

  @Test
  void aFeatureThatIsNestedTooDeepOrHasTooMuchInItIsRefusedByNumber() throws Exception {
    refuses("deep.geojson", collection("[".repeat(5_000)), "nesting depth");
    String inside = feature("\"coordinates\":" + "[".repeat(5_000), "\"name\":\"A\"");
    refuses("deep.geojson", collection(inside), "nesting depth");
    String text = "x".repeat(GeoJson.KEPT_CHARACTERS_MAX + 100_000);
    refuses(
        "text.geojson",
        collection(POINT + "," + feature("", "\"name\":\"" + text + "\"")),
        "feature 2: its properties are longer than 4,194,304 characters");
    refuses(
        "many.geojson",
        collection(feature("", "\"name\":\"A\"" + ",\"k\":[]".repeat(700_000))),
        "feature 1: its properties");
    refuses("latin.geojson", collection(POINT.replace('P', 'é'), ISO_8859_1), "UTF-8");
  }

  @Test
  void aGeometryMayBeLongerThanWhatIsKeptOfAFeature() throws Exception {
    String points = "[1.0,2.0,7],".repeat(GeoJson.KEPT_CHARACTERS_MAX / 10) + "[3,4]";
    String big = feature("\"coordinates\":[[" + points + "]]", "\"name\":\"Big\"");
    run("big.geojson", collection(big + ",[[7]],3,null," + POINT));
    run("marked.geojson", ("\uFEFF" + POINT).getBytes(UTF_8));
    run("big.geojson", collection(big + ",[[7]],3,null," + POINT));
    assertThat(folder().contents()).extracting(PlacesFolder.Contents::places).containsExactly(2);
    PlacesQuery query = new PlacesQuery(new LatLon(3, 2), 1, 20);
    assertThat(new String(folder().search(query), UTF_8)).contains("\"Big\"");
  }

  @Test
  void aMissingFileAndADirectoryAreNamed() {
    assertThatThrownBy(() -> run(directory.resolve("nope.csv")))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageEndingWith("nope.csv cannot be imported: there is no such file");
    assertThatThrownBy(() -> run(directory))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageEndingWith("cannot be imported: it is a directory; name files in it");
  }

  private static final String POINT = feature("\"coordinates\":[2.0,1.0]", "\"name\":\"P\"");

  private static String feature(String geometry, String properties) {
    return """
    {"type":"Feature","geometry":{"type":"Any"%s},"properties":{%s}}\
    """
        .formatted(geometry.isEmpty() ? "" : "," + geometry, properties);
  }

  private static byte[] collection(String features) {
    return collection(features, UTF_8);
  }

  private static byte[] collection(String features, Charset charset) {
    return ("{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}").getBytes(charset);
  }

  private static byte[] packed(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  /// A file of OpenStreetMap with one blob, as the format's description has it.
  private static byte[] onlyBlob(int rawSize, byte[] zlib) throws IOException {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.write(new byte[] {0x10, (byte) rawSize, 0x1A, (byte) zlib.length});
    blob.write(zlib);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {0, 0, 0, 13, 0x0A, 9});
    file.write("OSMHeader".getBytes(UTF_8));
    file.write(new byte[] {0x18, (byte) blob.size()});
    blob.writeTo(file);
    return file.toByteArray();
  }

  @Test
  void aDamagedTownOfOpenStreetMapIsReadOrRefusedByName() throws Exception {
    damage("monaco.osm.pbf");
  }

  @Test
  void aDamagedFileOfOvertureIsReadOrRefusedByName() throws Exception {
    damage("overture-sample.parquet");
  }

  @Test
  void aDamagedArchiveOfGeoNamesIsReadOrRefusedByName() throws Exception {
    damage("geonames-SG.zip");
  }

  private void damage(String name) throws Exception {
    Path file = DATA.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> name + " is not here; the test is skipped");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(4);
    for (int i = 0; i < DAMAGES; i++) {
      byte[] damaged =
          i % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        run("damaged-" + name, damaged);
      } catch (BadPlaceFile e) {
        assertThat(e).hasMessageContaining("damaged-" + name);
      }
    }
  }

  private void refuses(String name, byte[] content, String reason) throws Exception {
    run("good.csv", "name,lat,lon\nOld,1,2\n".getBytes(UTF_8));
    String before = folder().version();
    assertThatThrownBy(() -> run(name, content))
        .isInstanceOf(BadPlaceFile.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
    assertThat(folder().version()).isEqualTo(before);
    assertThat(folder().contents()).extracting(PlacesFolder.Contents::places).containsExactly(1);
  }

  private static byte[] bzip2(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes, 1)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String manyRows(int count) {
    StringBuilder rows = new StringBuilder("name,lat,lon\n");
    for (int i = 0; i < count; i++) {
      rows.append("Place ").append(i).append(",1,2\n");
    }
    return rows.toString();
  }

  private void run(String name, byte[] content) throws IOException, BadPlaceFile {
    run(Files.write(directory.resolve(name), content));
  }

  private void run(Path file) throws IOException, BadPlaceFile {
    PlaceImport.run(
        List.of(file),
        folder(),
        new PlaceImport.Options(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        _ -> {});
  }

  private PlacesFolder folder() {
    return new PlacesFolder(directory.resolve("places"));
  }
}
