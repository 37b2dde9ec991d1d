package org.placeherd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents say of the tree is so.
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~/])/(home|root|work|tmp|Users|opt|mnt|workspace)/");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String directory : List.of(".", "docs")) {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  @Test
  void theMainDocumentsAreThere() {
    for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE")) {
      assertThat(Path.of(name)).isRegularFile();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkLeadsSomewhere(Path document) throws IOException {
    LINK.matcher(Files.readString(document))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.contains("://") && !link.startsWith("#"))
        .map(link -> link.replaceFirst("#.*", ""))
        .forEach(link -> assertThat(document.resolveSibling(link)).as("link %s", link).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void noPathOfOneMachineIsNamed(Path document) throws IOException {
    assertThat(Files.readString(document)).doesNotContainPattern(MACHINE_PATH);
  }
}
