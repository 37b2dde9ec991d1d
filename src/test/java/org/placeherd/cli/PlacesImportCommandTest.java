package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.importing.PlaceImport;

class PlacesImportCommandTest {
  @TempDir private Path directory;

  @Test
  void saysHowManyWereThereTwice() throws Exception {
    Path table =
        Files.writeString(
            directory.resolve("a.csv"), "id,name,lat,lon\n1,A,1,2\n2,B,1,2\n1,C,1,2\n");
    CommandRun run =
        CommandRun.of(
            "places",
            "import",
            String.valueOf(table),
            "--into",
            String.valueOf(directory.resolve("places")));
    assertThat(run.out())
        .contains("2 places of 'csv' are in ")
        .contains("1 were there twice; the later one counts.");
  }

  @Test
  void theListThatIsFoundEndsWithWhatMustBeShown() throws Exception {
    String places = String.valueOf(directory.resolve("places"));
    Path table = Files.writeString(directory.resolve("a.csv"), "name,lat,lon\nA,1,2\n");
    String html = "© <a href=\"http://127.0.0.1/\">Smith &amp; Sons</a>";
    CommandRun imported =
        CommandRun.of(
            "places", "import", String.valueOf(table), "--into", places, "--attribution", html);
    assertThat(imported.exitCode()).isZero();
    assertThat(CommandRun.of("places", "search", "1", "2", "--in", places).out())
        .isEqualTo("  A  point of interest  0 m\n\n  © Smith & Sons\n");
  }

  @Test
  void aTypeThatNoPlaceHasIsToldWithTheNearest() throws Exception {
    String places = String.valueOf(directory.resolve("places"));
    Path table =
        Files.writeString(
            directory.resolve("a.csv"), "name,lat,lon,type\nA,1,2,restaurant\nB,1,2,zoo\n");
    CommandRun imported = CommandRun.of("places", "import", "" + table, "--into", places);
    assertThat(imported.exitCode()).isZero();
    assertThat(CommandRun.of("places", "search", "1", "2", "--in", places, "--type", "restauran"))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "placeherd: No place in %s is of the type \"restauran\"; the types there that read most like it: restaurant, zoo.%n"
                    .formatted(places)));
    assertThat(CommandRun.of("places", "search", "5", "5", "--in", places, "--type", "zoo").out())
        .isEqualTo("No place is known there.\n");
  }

  @Test
  void aFolderOfTheUsersIsNoPlaceForPlaces() throws Exception {
    Path table = Files.writeString(directory.resolve("a.csv"), "name,lat,lon\nA,1,2\n");
    CommandRun run = CommandRun.of("places", "import", "" + table, "--into", "" + directory);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is no directory of places, and is not empty").hasLineCount(1);
    assertThat(CommandRun.of("places", "info", "" + directory.resolve("none")).err())
        .contains("there are no places in")
        .hasLineCount(1);
  }

  @Test
  void aServerDoesNotStartWithAWrongPath() {
    Path missing = directory.resolve("nope");
    CommandRun run =
        CommandRun.of(
            "serve",
            "Alford",
            "--data",
            String.valueOf(directory.resolve("data")),
            "--port-base",
            String.valueOf(CommandRun.freePorts(5)),
            "--places",
            "embedded:" + missing);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("No places: " + missing + " is not there;").hasLineCount(1);
  }

  @Test
  void aReasonThatAsksEndsWithItsQuestionMark() throws Exception {
    Path cut = Files.writeString(directory.resolve("a.geojson"), "{\"type\":\"Feature\"");
    String places = String.valueOf(directory.resolve("places"));
    assertThat(CommandRun.of("places", "import", String.valueOf(cut), "--into", places).err())
        .endsWith("is it truncated? The places that were there stay.\n");
  }

  @Test
  void aLineOfProgressTellsThePassTheBytesAndTheRates() {
    assertThat(
            PlacesImportCommand.line(
                new PlaceImport.Progress(
                    Path.of("a.osm.pbf"), "pass 2 of 3, ways", 1_500_000, 3_000_000, 0, 7),
                3))
        .isEqualTo(
            "a.osm.pbf (pass 2 of 3, ways): 1.5 of 3.0 MB read, 0.5 MB/s; 0 places so far, 7 left"
                + " out, 0 places/s");
    assertThat(
            PlacesImportCommand.line(
                new PlaceImport.Progress(Path.of("a.csv"), "", 1_000_000, 2_000_000, 4_000, 0), 2))
        .startsWith("a.csv: 1.0 of 2.0 MB read, 0.5 MB/s; 4,000 places so far")
        .endsWith("2,000 places/s");
  }
}
