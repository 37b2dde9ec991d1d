package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whether the simulation bites: each classic mistake that is planted in our source must be found
/// by one of its checkers, soon. The table in `docs/reliability.md` says by which.
class PlantedBugsTest {
  private static final int MOST_SEEDS = 2_000;
  private static final Path DOCUMENT = Path.of("docs/reliability.md");
  private static final String HEAD = "| planted bug | found by | seed |\n|---|---|---:|\n";
  private static final boolean REWRITE = Boolean.getBoolean("placeherd.rewrite");
  private static final String HOW_TO_REWRITE =
      "docs/reliability.md names the planted bugs and their finders; to write them anew: "
          + "mvn test -Dtest=PlantedBugsTest -Dplaceherd.rewrite=true";

  private record Found(String bug, String checker, long seed) {
    String row() {
      return "| %s | %s | %d |\n".formatted(bug, checker, seed);
    }

    static String withoutSeed(String row) {
      return row.replaceFirst("\\d+ \\|$", "");
    }
  }

  @Test
  void everyPlantedBugIsFound() throws Exception {
    List<PlantedBug> bugs = PlantedBug.all();
    assertThat(bugs).hasSizeGreaterThanOrEqualTo(15);
    List<String> rows = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (PlantedBug bug : bugs) {
      Found found = find(bug);
      System.out.print(found.row());
      rows.add(found.row());
      if (found.checker.isEmpty()) {
        missed.add(bug.name());
      }
    }
    assertThat(missed).as("bugs that %d seeds have not found", MOST_SEEDS).isEmpty();
    if (REWRITE) {
      rewrite(rows);
    }
    assertThat(table()).as(HOW_TO_REWRITE).isEqualTo(withoutSeeds(rows));
  }

  private static Found find(PlantedBug bug) throws IOException, ReflectiveOperationException {
    LongFunction<String> probe = probe(new BuggyClasses(bug));
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      String checker = probe.apply(seed);
      if (!checker.isEmpty()) {
        return new Found(bug.name(), checker, seed);
      }
    }
    return new Found(bug.name(), "", 0);
  }

  @SuppressWarnings("unchecked")
  private static LongFunction<String> probe(ClassLoader classes)
      throws ReflectiveOperationException {
    Class<?> type = classes.loadClass(SimulationProbe.class.getName());
    return (LongFunction<String>) type.getConstructor().newInstance();
  }

  private static List<String> table() throws IOException {
    String document = Files.readString(DOCUMENT);
    assertThat(document).contains(HEAD);
    String body = document.substring(document.indexOf(HEAD) + HEAD.length());
    return withoutSeeds(body.lines().takeWhile(line -> line.startsWith("|")).toList());
  }

  private static List<String> withoutSeeds(List<String> rows) {
    return rows.stream().map(String::strip).map(Found::withoutSeed).toList();
  }

  private static void rewrite(List<String> rows) throws IOException {
    String table = HEAD + String.join("", rows);
    String old = Pattern.quote(HEAD) + "(\\|.*\n)*";
    String document = Files.readString(DOCUMENT);
    Files.writeString(
        DOCUMENT, Pattern.compile(old).matcher(document).replaceFirst(table.replace("$", "\\$")));
  }
}
