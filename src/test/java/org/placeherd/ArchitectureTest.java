package org.placeherd;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// ARCHITECTURE.md is the law: its table of rooms is read here and enforced.
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/org/placeherd");
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  static RoomsTable rooms() throws IOException {
    return RoomsTable.parse(Files.readString(Path.of("ARCHITECTURE.md")));
  }

  static List<ArchRule> rules() throws IOException {
    return ArchitectureRules.all(rooms());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void everyRoomOfTheTableHasAPackageWithASign() throws IOException {
    for (String room : rooms().doors().keySet()) {
      assertThat(SOURCES.resolve(room).resolve("package-info.java"))
          .content()
          .startsWith("/// ")
          .contains("NullMarked");
    }
  }

  @Test
  void theSpineIsPure() throws IOException {
    assertThat(rooms().pure()).contains("geo", "wire", "node");
  }

  @Test
  void noFileIsTooLongToRead() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(400);
      }
    }
  }
}
