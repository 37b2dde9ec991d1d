package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("docs", "configuration.md");

  @TempDir Path directory = Path.of("");

  @Test
  void listsEveryKeyWithItsDefaultAndBounds() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (ConfigKey key : ConfigKey.values()) {
      String path = key.section().equals("peers") ? "peers.<server>." + key.key() : key.path();
      boolean isList =
          key.rule() instanceof ValueRule.Addresses || key.rule() instanceof ValueRule.ListOf;
      String value = isList ? "[]" : key.defaultText();
      assertThat(document).contains("\n| `" + path + "` | `" + value + "` | ");
      String row = document.lines().filter(l -> l.startsWith("| `" + path + "`")).toList().get(0);
      if (key.rule() instanceof ValueRule.WholeNumber number) {
        assertThat(row).contains(number.least() + " to " + number.most());
      }
      if (key.rule() instanceof ValueRule.OneOf oneOf) {
        assertThat(oneOf.words()).allMatch(word -> row.contains("`" + word + "`"));
      }
    }
  }

  @Test
  void itsExamplesAreRight() throws IOException, StartupException {
    Matcher example =
        Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    int examples = 0;
    while (example.find()) {
      Path file = Files.writeString(directory.resolve("example.toml"), example.group(1));
      HerdConfig herd = Configuration.read(Optional.of(file), Map.of(), Map.of()).herd();
      assertThat(herd.links()).isNotEmpty();
      examples++;
    }
    assertThat(examples).isEqualTo(2);
  }
}
