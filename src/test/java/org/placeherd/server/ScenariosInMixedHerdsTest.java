package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.node.Scenario;
import org.placeherd.node.ScenarioPlayer;
import org.placeherd.node.ScenarioReader;

/// The scenarios that hold for any make, played in herds of ours and of others (`interop/`).
class ScenariosInMixedHerdsTest {
  /// On the seed's graph Parker is the only way to Hamilton, and without Parker and Welsh nobody
  /// reaches Bolden.
  private static final List<List<String>> PLACES_ON_THE_SEEDS_GRAPH =
      List.of(List.of("Parker"), List.of("Parker", "Welsh"));

  private static final Map<String, ForeignMake> ONE_OF_EACH =
      Map.of(
          "Alford", ForeignMake.TWISTED, "Parker", ForeignMake.NODE, "Welsh", ForeignMake.ASYNCIO);

  @TempDir Path data;

  @TestFactory
  Stream<DynamicTest> everyScenarioForAnyMakeHolds() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : ScenarioReader.all()) {
      if (scenario.anyMake()) {
        herds(scenario.herd().servers()).forEach(makes -> tests.add(test(scenario, makes)));
      }
    }
    return tests.stream();
  }

  private DynamicTest test(Scenario scenario, Map<String, ForeignMake> makes) {
    return DynamicTest.dynamicTest(scenario.name() + " " + makes, () -> play(scenario, makes));
  }

  private static List<Map<String, ForeignMake>> herds(List<String> servers) {
    boolean seeds =
        Set.copyOf(servers).equals(Set.of("Alford", "Bolden", "Hamilton", "Parker", "Welsh"));
    List<List<String>> places =
        seeds ? PLACES_ON_THE_SEEDS_GRAPH : List.of(List.of(servers.getFirst()));
    List<Map<String, ForeignMake>> herds = new ArrayList<>();
    for (ForeignMake make : ForeignMake.values()) {
      for (List<String> names : places) {
        Map<String, ForeignMake> makes = new LinkedHashMap<>();
        names.forEach(name -> makes.put(name, make));
        herds.add(makes);
      }
    }
    if (seeds) {
      herds.add(ONE_OF_EACH);
    }
    return herds;
  }

  private void play(Scenario scenario, Map<String, ForeignMake> makes) throws IOException {
    Optional<String> missing = ForeignMake.missing(makes.values());
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Path folder = Files.createTempDirectory(data, "herd");
    try (MixedScenarioHerd herd = new MixedScenarioHerd(folder, makes)) {
      ScenarioPlayer.play(scenario, herd);
    }
  }
}
