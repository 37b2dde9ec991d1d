package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;

/// Places are exchanged while they are read; with processes that are killed.
@Timeout(120)
class PlacesExchangeTest {
  private static final PlacesSource SOURCE =
      new PlacesSource("here", "by hand", "none", "2026-11-23", false);
  private static final PlacesQuery QUERY = new PlacesQuery(new LatLon(1, 2), 100, 20);

  @TempDir private Path directory;

  @Test
  void aServerShowsNewPlacesWithoutARestart() throws Exception {
    write("old");
    try (PlacesProvider places = PlacesProviders.named("embedded:" + directory)) {
      assertThat(reply(places)).contains("\"old\"");
      write("new");
      String seen = reply(places);
      while (!seen.contains("\"new\"")) {
        assertThat(seen).as("the old ones until then").contains("\"old\"");
        Thread.sleep(20);
        seen = reply(places);
      }
    }
  }

  @Test
  void whoReadsTheOldPlacesFinishesAfterTheyWereReplaced() throws Exception {
    write("old");
    try (PlaceIndex old = new PlacesFolder(directory).open()) {
      write("new");
      assertThat(indexes()).as("the old files are gone").hasSize(1);
      assertThat(new String(old.nearby(QUERY), UTF_8)).contains("\"old\"");
    }
    assertThat(new String(new PlacesFolder(directory).search(QUERY), UTF_8)).contains("\"new\"");
  }

  @Test
  void anImportThatIsKilledLeavesTheOldPlacesAndKeepsNobodyOut() throws Exception {
    write("old");
    Process other = importer();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('1');
      assertThatThrownBy(() -> write("new")).hasMessageContaining("is under way");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(indexes()).as("what was being written").hasSize(2);
    assertThat(new String(new PlacesFolder(directory).search(QUERY), UTF_8)).contains("\"old\"");
    write("new");
    assertThat(indexes()).as("what the killed one left").hasSize(1);
    assertThat(new String(new PlacesFolder(directory).search(QUERY), UTF_8)).contains("\"new\"");
  }

  /// The other process: is in the middle of an import, and stays there.
  public static final class Importer {
    private Importer() {}

    public static void main(String[] arguments) throws IOException {
      try (PlacesFolder.Replacement places =
          new PlacesFolder(Path.of(arguments[0])).replace(SOURCE)) {
        places.writer().add(place("half"));
        System.out.print('1');
        System.out.flush();
        int _ = System.in.read();
      }
    }
  }

  private Process importer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Importer.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void write(String name) throws IOException {
    try (PlacesFolder.Replacement places = new PlacesFolder(directory).replace(SOURCE)) {
      places.writer().add(place(name));
      places.finish(SOURCE);
    }
  }

  private static Place place(String name) {
    return new Place("here:" + name, name, List.of("park"), new LatLon(1, 2), "", 0);
  }

  private List<Path> indexes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  private static String reply(PlacesProvider places) {
    return new String(places.nearby(QUERY, 1_000).toCompletableFuture().join(), UTF_8);
  }
}
