package org.placeherd.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A classic mistake, as an edit of our source.
///
/// @param name what is wrong
/// @param file the source, below the root package
/// @param text what must stand there exactly once, white space apart
/// @param replacement what the mistake puts there
record PlantedBug(String name, String file, String text, String replacement) {
  private static final Path LISTS = Path.of("src/test/resources/planted-bugs");
  private static final Path SOURCES = Path.of("src/main/java/org/placeherd");

  /// All bugs of all lists, in order.
  static List<PlantedBug> all() throws IOException {
    List<PlantedBug> bugs = new ArrayList<>();
    try (Stream<Path> lists = Files.list(LISTS)) {
      for (Path list : lists.sorted().toList()) {
        String text = Files.readString(list).replaceAll("(?m)^#.*\\R", "");
        Pattern.compile("\\R{2,}")
            .splitAsStream(text.strip())
            .map(PlantedBug::read)
            .forEach(bugs::add);
      }
    }
    return bugs;
  }

  private static PlantedBug read(String paragraph) {
    Matcher parts =
        Pattern.compile("(.+)\\R  in (\\S+)\\R  - (.+)\\R  \\+(.*)", Pattern.DOTALL)
            .matcher(paragraph);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a bug as the head of the list says: " + paragraph);
    }
    return new PlantedBug(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
  }

  /// The name of the class that is edited.
  String className() {
    return "org.placeherd." + file.replace(".java", "").replace('/', '.');
  }

  /// The source with the bug.
  String source() throws IOException {
    String source = Files.readString(SOURCES.resolve(file));
    String pattern =
        Arrays.stream(text.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    Matcher matcher = Pattern.compile(pattern).matcher(source);
    long times = matcher.results().count();
    if (times != 1) {
      throw new AssertionError(
          "the bug '%s' no longer applies: its text stands in %s %d times, not once"
              .formatted(name, file, times));
    }
    return matcher.replaceFirst(Matcher.quoteReplacement(replacement));
  }
}
