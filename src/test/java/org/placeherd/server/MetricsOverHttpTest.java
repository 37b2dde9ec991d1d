package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.ScriptedPlaces;
import org.placeherd.web.HttpClientSocket;

/// What Prometheus reads after traffic that is known.
class MetricsOverHttpTest {
  private final Path data;
  private final TestHerd herd;

  MetricsOverHttpTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  /// The values by name and labels.
  private static Map<String, Double> scrape(int port) throws IOException {
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      HttpClientSocket.Answer answer = client.get("/metrics");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      Map<String, Double> values = new LinkedHashMap<>();
      answer
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(
                line.substring(0, space),
                Double.valueOf(line.substring(space + 1).replace("Inf", "Infinity")));
          });
      return values;
    }
  }

  private static void search(int port, String where) throws IOException {
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      client.get("/maps/api/place/nearbysearch/json?radius=100&location=" + where);
    }
  }

  @Test
  void theServersCountersAreThere() throws Exception {
    int port = herd.startWithHttp("Alford");
    herd.http = new HttpPort.Off();
    herd.start("Bolden").awaitLinks();
    try (LineClient client = herd.client("Alford")) {
      client.ask("IAMAT kiwi +34-118 1");
      client.ask("IAMAT kiwi +34-118 2");
      client.ask("IAMAT lime +34-118 2");
      client.whatsat("kiwi");
      search(port, "1,2");
      herd.awaitFlood();
      Map<String, Double> values = scrape(port);
      assertThat(values)
          .containsEntry("placeherd_server{places_provider=\"test\",server=\"Alford\"}", 1.0)
          .containsEntry("placeherd_clients", 2.0)
          .containsEntry("placeherd_reports_stored_total", 3.0)
          .containsEntry("placeherd_reports_held", 0.0)
          .containsEntry("placeherd_alarms_total", 0.0)
          .containsEntry("placeherd_events_shed_total", 0.0)
          .containsEntry("placeherd_journal_full", 0.0)
          .containsEntry("placeherd_connections{transport=\"http\"}", 1.0)
          .containsEntry("placeherd_link_up{peer=\"Bolden\"}", 1.0)
          .containsEntry("placeherd_link_pending{peer=\"Bolden\"}", 0.0)
          .containsEntry(
              "placeherd_places_queries_total{outcome=\"answered\",provider=\"test\"}", 2.0)
          .containsEntry("placeherd_places_queries_total{outcome=\"late\",provider=\"test\"}", 0.0)
          .containsEntry(
              "placeherd_http_requests_total{path=\"/maps/api/place/nearbysearch/json\",status=\"200\"}",
              1.0)
          .containsKeys(
              "placeherd_uptime_seconds",
              "placeherd_journal_segments",
              "placeherd_journal_segment_bytes",
              "placeherd_journal_snapshot_bytes",
              "placeherd_link_connects_total{peer=\"Bolden\"}",
              "placeherd_http_connections_refused_total",
              "process_files_open_files",
              "jvm_threads_live_threads");
      assertThat(values.get("placeherd_link_sent_total{peer=\"Bolden\"}")).isBetween(2.0, 3.0);
      Await.until( // the test's own looks at the status may still be closing
          "only the client and the link are left",
          () -> scrape(port).getOrDefault("placeherd_connections{transport=\"tcp\"}", 0.0) == 2.0);
    }
  }

  @Test
  void aSourceIsCountedByHowItAnsweredAndFailed() throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.free(data).with(1, 2, "Here")) {
      herd.provider = Optional.of(source);
      int port = herd.startWithHttp("Alford");
      search(port, "1,2");
      search(port, "1,2");
      search(port, "1,2");
      source.fail(400);
      search(port, "10,20");
      Map<String, Double> values = scrape(port);
      assertThat(values)
          .containsEntry("placeherd_places_source_calls_total{source=\"photon\"}", 2.0)
          .containsEntry(
              "placeherd_places_source_queries_total{cache=\"miss\",source=\"photon\"}", 2.0)
          .containsEntry(
              "placeherd_places_source_queries_total{cache=\"hit\",source=\"photon\"}", 2.0)
          .containsEntry(
              "placeherd_places_source_queries_total{cache=\"stale\",source=\"photon\"}", 0.0)
          .containsEntry(
              "placeherd_places_source_queries_total{cache=\"shared\",source=\"photon\"}", 0.0)
          .containsEntry(
              "placeherd_places_source_failures_total{reason=\"INVALID_REQUEST\",source=\"photon\"}",
              1.0)
          .containsEntry("placeherd_places_source_breaker{source=\"photon\",state=\"closed\"}", 1.0)
          .containsEntry("placeherd_places_source_breaker{source=\"photon\",state=\"open\"}", 0.0)
          .containsEntry("placeherd_places_source_spent_dollars{source=\"photon\"}", 0.0)
          .containsEntry("placeherd_places_source_latency_seconds_count{source=\"photon\"}", 2.0)
          .containsEntry(
              "placeherd_places_source_latency_seconds_bucket{source=\"photon\",le=\"+Inf\"}", 2.0);
      isAHistogram(values);
    }
  }

  /// Buckets never fall, and the sum lies between what they allow.
  private static void isAHistogram(Map<String, Double> values) {
    double before = 0;
    for (String bound : "0.005 0.01 0.025 0.05 0.1 0.2 0.4 0.8 1.6 +Inf".split(" ", -1)) {
      String name =
          "placeherd_places_source_latency_seconds_bucket{source=\"photon\",le=\"%s\"}"
              .formatted(bound);
      assertThat(values).containsKey(name);
      assertThat(values.get(name)).isGreaterThanOrEqualTo(before);
      before = Objects.requireNonNull(values.get(name));
    }
    assertThat(values.get("placeherd_places_source_latency_seconds_sum{source=\"photon\"}"))
        .isBetween(0.0, 2 * 1.6);
  }

  @Test
  void moneyAndWhatWasRefusedForItAreCounted() throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.paid(data, 2).with(1, 2, "Here")) {
      herd.provider = Optional.of(source);
      int port = herd.startWithHttp("Alford");
      search(port, "1,2");
      search(port, "1,2");
      search(port, "1,2");
      assertThat(scrape(port))
          .containsEntry("placeherd_places_source_calls_total{source=\"photon\"}", 2.0)
          .containsEntry("placeherd_places_source_spent_dollars{source=\"photon\"}", 0.064)
          .containsEntry(
              "placeherd_places_source_spent_this_month_dollars{source=\"photon\"}", 0.064)
          .containsEntry(
              "placeherd_places_source_failures_total{reason=\"budget\",source=\"photon\"}", 1.0)
          .containsEntry(
              "placeherd_places_queries_total{outcome=\"failed\",provider=\"photon\"}", 1.0);
    }
  }

  @Test
  void aSourceThatHasRefusedTheKeyShows() throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.free(data)) {
      herd.provider = Optional.of(source);
      int port = herd.startWithHttp("Alford");
      source.fail(403);
      search(port, "1,2");
      search(port, "1,2");
      assertThat(scrape(port))
          .containsEntry("placeherd_places_source_breaker{source=\"photon\",state=\"denied\"}", 1.0)
          .containsEntry(
              "placeherd_places_source_failures_total{reason=\"REQUEST_DENIED\",source=\"photon\"}",
              1.0)
          .containsEntry(
              "placeherd_places_source_failures_total{reason=\"denied\",source=\"photon\"}", 1.0);
    }
  }
}
