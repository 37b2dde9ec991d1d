package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.placeherd.places.ScriptedPlaces;
import org.placeherd.web.HttpClientSocket;

/// A server of two that has done a bit of everything: reports, questions, floods, catch-up, HTTP,
/// phones, places that were found and not found, and all that is refused.
final class UsedServer implements AutoCloseable {
  private final ScriptedPlaces source;
  private final TestHerd herd;
  private final int port;

  UsedServer(Path data) throws Exception {
    source = ScriptedPlaces.free(data).with(34, -118, "Here");
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
    herd.provider = Optional.of(source);
    port = herd.startWithHttp("Alford");
    herd.http = new HttpPort.Off();
    herd.start("Bolden").awaitLinks();
    useLines();
    useHttp();
    Await.until(
        "Bolden's report is at Alford",
        () -> scrape().value("placeherd_visibility_lag_seconds_count", Map.of()) > 0);
  }

  private void useLines() throws IOException {
    try (LineClient client = herd.client("Alford");
        LineClient other = herd.client("Bolden");
        DatagramClient datagrams = new DatagramClient(herd.port("Alford"))) {
      client.ask("IAMAT kiwi +34-118 2");
      client.ask("IAMAT kiwi +34-118 1");
      client.ask("IAMAT kiwi 34-118 1");
      client.whatsat("kiwi");
      client.whatsat("nobody");
      other.ask("IAMAT lime +34-118 2");
      datagrams.ask("IAMAT udp +34-118 1");
    }
  }

  private void useHttp() throws IOException {
    search("34,-118");
    source.fail(400);
    search("10,20");
    get("/maps");
    get("/?id=phone&lat=34&lon=-118&timestamp=1479413884");
    get("/?id=phone&lat=north&lon=-118&timestamp=1479413884");
  }

  private void search(String where) throws IOException {
    get("/maps/api/place/nearbysearch/json?radius=100&location=" + where);
  }

  private String get(String path) throws IOException {
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      return client.get(path).body();
    }
  }

  /// What it shows to Prometheus.
  Exposition scrape() throws IOException {
    String text = get("/metrics");
    assertThat(text).contains("placeherd_server");
    return Exposition.read(text);
  }

  @Override
  public void close() {
    herd.close();
  }
}
