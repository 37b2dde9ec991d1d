package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.PlacesFolder;

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
    Path file = Files.write(directory.resolve(name), content);
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
