package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.node.Scenario;
import org.placeherd.node.ScenarioPlayer;
import org.placeherd.node.ScenarioReader;

/// Every scenario over TLS, the links between the servers included; but for those with an old-style
/// neighbour, who speaks none. A stranger is who shows no certificate.
class ScenariosOverTlsTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsOverTls(@TempDir Path data) throws IOException {
    return ScenarioReader.all().stream()
        .filter(scenario -> scenario.herd().oldStylePeers().isEmpty())
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(), () -> play(scenario, data.resolve(scenario.name()))));
  }

  private static void play(Scenario scenario, Path data) throws Exception {
    TestCertificates certificates = new TestCertificates(data.resolve("tls"));
    for (String server : scenario.herd().servers()) {
      certificates.server(server);
    }
    String any = scenario.herd().servers().getFirst();
    TlsTransport tls =
        new TlsTransport(
            certificates,
            certificates.context(certificates.valid(any)),
            certificates.context(certificates.client()));
    try (SocketScenarioHerd herd = new SocketScenarioHerd(data, false, tls)) {
      ScenarioPlayer.play(scenario, herd);
    }
  }

  /// @param peer what a server of the herd speaks TLS with
  /// @param stranger what anybody does
  private record TlsTransport(TestCertificates certificates, SSLContext peer, SSLContext stranger)
      implements SocketScenarioHerd.Transport {
    @Override
    public void prepare(TestHerd herd) {
      herd.linePort = certificates.linePort(TlsOptions.Clients.ANY);
      herd.tls = Optional.of(peer);
    }

    @Override
    public ScenarioConnection connect(
        TestHerd herd, String connection, String server, boolean mayTell) throws IOException {
      return LineClient.connect(herd.port(server), mayTell ? peer : stranger);
    }
  }
}
