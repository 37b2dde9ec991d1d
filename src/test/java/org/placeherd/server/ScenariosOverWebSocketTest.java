package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.node.Scenario;
import org.placeherd.node.ScenarioPlayer;
import org.placeherd.node.ScenarioReader;

/// Every scenario, its clients speaking by WebSocket. Only who tells or greets as a peer speaks
/// TCP, for no peer speaks HTTP.
class ScenariosOverWebSocketTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsOverWebSocket(@TempDir Path data) throws IOException {
    return ScenarioReader.all().stream()
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(), () -> play(scenario, data.resolve(scenario.name()))));
  }

  private static void play(Scenario scenario, Path data) {
    OverWebSocket over = new OverWebSocket(scenario);
    try (SocketScenarioHerd herd = new SocketScenarioHerd(data, scenario.needsStranger(), over)) {
      ScenarioPlayer.play(scenario, herd);
    }
    assertThat(over.connections > 0).isEqualTo(!scenario.name().equals("17-hello.txt"));
  }

  private static final class OverWebSocket implements SocketScenarioHerd.Transport {
    private final Scenario scenario;
    private int connections;

    OverWebSocket(Scenario scenario) {
      this.scenario = scenario;
    }

    @Override
    public void prepare(TestHerd herd) {
      herd.withHttp = true;
    }

    @Override
    public ScenarioConnection connect(
        TestHerd herd, String connection, String server, boolean mayTell) throws Exception {
      if (scenario.speaksAsPeer(connection)) {
        return herd.client(server);
      }
      connections++;
      return new WebSocketLinesClient(herd.httpPort(server));
    }
  }
}
