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

/// Every scenario, its clients posting their lines or saying them by WebSocket. Only who tells or
/// greets as a peer speaks TCP, for no peer speaks HTTP.
class ScenariosOverHttpTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsOverHttp(@TempDir Path data) throws IOException {
    return all(data, HttpLinesClient::new);
  }

  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsOverWebSocket(@TempDir Path data) throws IOException {
    return all(data, WebSocketLinesClient::new);
  }

  private static Stream<DynamicTest> all(Path data, Client client) throws IOException {
    return ScenarioReader.all().stream()
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(), () -> play(scenario, data.resolve(scenario.name()), client)));
  }

  private static void play(Scenario scenario, Path data, Client client) {
    OverHttp over = new OverHttp(scenario, client);
    try (SocketScenarioHerd herd = new SocketScenarioHerd(data, scenario.needsStranger(), over)) {
      ScenarioPlayer.play(scenario, herd);
    }
    assertThat(over.connections > 0).isEqualTo(!scenario.name().equals("17-hello.txt"));
  }

  /// How a client of a scenario speaks to a server's HTTP port.
  private interface Client {
    ScenarioConnection connect(int port) throws IOException;
  }

  private static final class OverHttp implements SocketScenarioHerd.Transport {
    private final Scenario scenario;
    private final Client client;
    private int connections;

    OverHttp(Scenario scenario, Client client) {
      this.scenario = scenario;
      this.client = client;
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
      return client.connect(herd.httpPort(server));
    }
  }
}
