package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.node.Scenario;
import org.placeherd.node.ScenarioPlayer;
import org.placeherd.node.ScenarioReader;

/// Every scenario, played against servers on real sockets.
class ScenariosOverTcpTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsOverTcp(@TempDir Path data) throws IOException {
    return ScenarioReader.all().stream()
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(), () -> play(scenario, data.resolve(scenario.name()))));
  }

  private static final class Tcp implements SocketScenarioHerd.Transport {
    @Override
    public void prepare(TestHerd herd) {
      herd.linePort = new LinePortOptions(false, false);
    }

    @Override
    public ScenarioConnection connect(
        TestHerd herd, String connection, String server, boolean mayTell) throws IOException {
      return herd.client(server);
    }
  }

  private static void play(Scenario scenario, Path data) {
    try (SocketScenarioHerd herd =
        new SocketScenarioHerd(data, scenario.needsStranger(), new Tcp())) {
      ScenarioPlayer.play(scenario, herd);
    }
  }
}
