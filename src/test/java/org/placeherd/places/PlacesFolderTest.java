package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;

/// What lies in a directory of places besides them stays, and what is no directory of places is
/// told in a sentence.
class PlacesFolderTest {
  private static final PlacesSource SOURCE =
      new PlacesSource("photos", "by hand", "none", "2026-11-28", false);

  @TempDir private Path root;
  private Path directory = Path.of("");

  @BeforeEach
  void create() throws IOException {
    directory = Files.createDirectory(root.resolve("places"));
  }

  @Test
  void anImportDeletesNothingOfTheUsers() throws Exception {
    write("first");
    Path away = Files.createDirectories(root.resolve("away"));
    Files.writeString(away.resolve("placeherd-index"), "not in the folder");
    Files.createSymbolicLink(directory.resolve("link-5"), away);
    for (String own : List.of("photos-2024", "photos-2.part", "old.part")) {
      Files.createDirectories(directory.resolve(own));
      Files.writeString(directory.resolve(own).resolve("a.jpg"), own);
    }
    for (String own : List.of("report-7", "download.part", "x-3.part", "placeherd-index")) {
      Files.writeString(directory.resolve(own), own);
    }
    Set<String> before = names();
    write("second");
    write("third");
    before.remove("photos-1");
    assertThat(names()).containsAll(before);
    assertThat(away.resolve("placeherd-index")).exists();
    assertThat(directory.resolve("photos-2024").resolve("a.jpg")).exists();
    assertThat(new PlacesFolder(directory).contents()).hasSize(1);
    before.add(new PlacesFolder(directory).version().strip());
    assertThat(names()).as("one index is left").isEqualTo(before);
  }

  @Test
  void aDirectoryOfSomethingElseIsRefusedAndLeftAsItWas() throws Exception {
    Files.writeString(directory.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> write("a"))
        .hasMessageContaining("is no directory of places, and is not empty");
    assertThat(names()).containsExactly("thesis.txt");
    Path file = directory.resolve("thesis.txt");
    assertThatThrownBy(() -> new PlacesFolder(file).replace(SOURCE))
        .hasMessage("it is no directory");
  }

  @Test
  void aNameThatIsNoIndexIsToldAndCreatesNothing() throws Exception {
    write("a");
    for (String line :
        List.of("../etc-1", "nodash", "a-0", "a-1/", "/tmp/a-1", "", "a-1\r\nb", "é-1", "a-+1")) {
      Files.writeString(directory.resolve("CURRENT"), "ok-1\n" + line + "\n");
      Set<String> before = names();
      assertSentence("line 2 names no index", line.equals("a-1\r\nb") ? 3 : 2);
      assertThat(names()).isEqualTo(before);
      assertThat(root.resolve("etc-1")).doesNotExist();
    }
    Files.writeString(directory.resolve("CURRENT"), "a-1\na-2\n");
    assertSentence("it names two indexes of 'a'", 0);
    Files.writeString(directory.resolve("CURRENT"), "a-1\n".repeat(100_000));
    assertSentence("it is longer than 65,536 bytes", 0);
  }

  private void assertSentence(String sentence, int line) {
    String expected = sentence.replace("line 2", "line " + line);
    PlacesFolder folder = new PlacesFolder(directory);
    assertThatThrownBy(folder::open)
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("CURRENT is damaged (" + expected + "); delete that file");
    assertThatThrownBy(() -> folder.replace(SOURCE)).hasMessageContaining(expected);
  }

  @Test
  void anIndexThatIsMissingIsNamedAndNotCreated() throws Exception {
    Files.writeString(directory.resolve("CURRENT"), "geonames-7\n");
    assertThatThrownBy(() -> new PlacesFolder(directory).open())
        .hasMessageContaining("(geonames-7 is missing); import 'geonames' again");
    assertThat(names()).containsExactly("CURRENT");
  }

  @Test
  void aServerIsToldOfAWrongPathAtItsStart() throws Exception {
    Path missing = directory.resolve("nope");
    assertThatThrownBy(() -> PlacesProviders.named("embedded:" + missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(missing + " is not there; import places into it");
    assertThat(missing).doesNotExist();
    PlacesProviders.named("embedded:" + directory).close(); // empty: the import may come later
    write("a");
    PlacesProviders.named("chain:embedded:" + directory + ",embedded").close();
    Files.writeString(directory.resolve("CURRENT"), "gone-1\n");
    assertThatThrownBy(() -> PlacesProviders.named("chain:embedded,embedded:" + directory))
        .hasMessageContaining("gone-1 is missing");
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> PlacesProviders.named("embedded:" + other))
        .hasMessageContaining("is no directory of places");
  }

  private void write(String name) throws IOException {
    try (PlacesFolder.Replacement places = new PlacesFolder(directory).replace(SOURCE)) {
      places.writer().add(new Place(name, name, List.of("park"), new LatLon(1, 2), "", 0));
      places.finish(SOURCE);
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }
}
