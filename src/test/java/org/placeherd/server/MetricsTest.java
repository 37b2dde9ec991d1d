package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The metrics of a server that was used, the table of them, and the dashboard that shows them.
class MetricsTest {
  private static final Path DOCUMENT = Path.of("docs/metrics.md");
  private static final Path DASHBOARD = Path.of("docs/grafana/placeherd.json");
  private static final String PREFIX = "placeherd_";

  /// A metric in a query, its labels in braces, and the range behind it.
  private static final Pattern USE =
      Pattern.compile("\\b((?:placeherd|jvm|process|system)_[a-z0-9_]+)(\\{[^}]*})?(\\[[^]]+])?");

  private static final Pattern LABEL_USE = Pattern.compile("([a-z_]+)(=~|=|!=|!~)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

  private final UsedServer server;

  MetricsTest(@TempDir Path data) throws Exception {
    server = new UsedServer(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aScrapeIsWhatPrometheusWants() throws Exception {
    Exposition shown = server.scrape();
    assertThat(
            shown.value("placeherd_lines_total", Map.of("kind", "iamat", "outcome", "not-newer")))
        .isEqualTo(1);
    assertThat(
            shown.value("placeherd_lines_total", Map.of("kind", "invalid", "outcome", "invalid")))
        .isEqualTo(1);
    assertThat(
            shown.value(
                "placeherd_lines_total", Map.of("kind", "whatsat", "outcome", "unknown-client")))
        .isEqualTo(1);
    assertThat(shown.value("placeherd_lines_total", Map.of("kind", "at", "outcome", "stored")))
        .isEqualTo(shown.value("placeherd_visibility_lag_seconds_count", Map.of()))
        .isEqualTo(1);
    assertThat(shown.value("placeherd_datagrams_total", Map.of())).isEqualTo(1);
    assertThat(shown.value("placeherd_catch_ups_ended_total", Map.of("peer", "Bolden")))
        .isPositive();
    assertThat(shown.value("placeherd_catch_up_heard", Map.of("peer", "Bolden"))).isEqualTo(1);
    assertThat(shown.value("placeherd_ready", Map.of())).isEqualTo(1);
    assertThat(shown.value("placeherd_journal_group_reports_sum", Map.of()))
        .isEqualTo(shown.value("placeherd_reports_stored_total", Map.of()));
    assertThat(shown.value("placeherd_journal_commit_seconds_count", Map.of())).isPositive();
    assertThat(shown.value("placeherd_journal_written_bytes_total", Map.of())).isPositive();
  }

  @Test
  void eachMetricIsInTheTableAndTheTableHasNoOther() throws Exception {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("| `") && line.split("\\|", -1).length == 5) {
        Matcher name = Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|", -1)[1]);
        while (name.find()) {
          documented.add(PREFIX + name.group(1));
        }
      }
    }
    assertThat(server.scrape().families().keySet().stream().filter(name -> name.startsWith(PREFIX)))
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  private static List<JsonNode> panels() throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels").forEach(panels::add);
    return panels;
  }

  @Test
  void eachQueryOfTheDashboardFindsWhatItAsksFor() throws Exception {
    Exposition shown = server.scrape();
    Set<String> used = new HashSet<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String query = target.get("expr").asText();
        Set<String> labels = new HashSet<>(Set.of("instance", "le"));
        Matcher use = USE.matcher(query);
        while (use.find()) {
          Exposition.Family family = shown.family(use.group(1));
          used.add(family.name());
          labels.addAll(family.labels());
          assertThat(family.samples()).as(query).isNotEmpty();
          checkUse(query, use, family);
        }
        GROUPING
            .matcher(query)
            .results()
            .forEach(by -> assertThat(labels).as(query).contains(by.group(1).split(", ", -1)));
        Pattern.compile("\\{\\{(\\w+)}}")
            .matcher(target.get("legendFormat").asText())
            .results()
            .forEach(label -> assertThat(labels).as(query).contains(label.group(1)));
      }
    }
    assertThat(
            shown.families().keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !used.contains(name)))
        .as("not on the dashboard")
        .containsExactlyInAnyOrder(
            "placeherd_journal_segments",
            "placeherd_places_source_negative_hits_total",
            "placeherd_places_source_spent_dollars",
            "placeherd_server");
  }

  /// Counters and histograms are looked at by how they rise, and buckets by quantiles only.
  private static void checkUse(String query, Matcher use, Exposition.Family family) {
    LABEL_USE
        .matcher(use.group(2) == null ? "" : use.group(2))
        .results()
        .map(label -> label.group(1))
        .filter(label -> !label.equals("instance"))
        .forEach(label -> assertThat(family.labels()).as(query).contains(label));
    boolean rises = family.type().equals("counter") || family.type().equals("histogram");
    String before = query.substring(0, use.start());
    assertThat(use.group(3) != null).as("a range in %s", query).isEqualTo(rises);
    assertThat(before.endsWith("rate(") || before.endsWith("increase("))
        .as("a rate in %s", query)
        .isEqualTo(rises);
    if (family.type().equals("histogram")) {
      boolean isBucket = use.group(1).endsWith("_bucket");
      assertThat(query.startsWith("histogram_quantile(")).as(query).isEqualTo(isBucket);
      assertThat(!isBucket || query.contains("sum by (le")).as(query).isTrue();
    }
  }

  @Test
  void theDashboardIsOneThatGrafanaTakes() throws Exception {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
    assertThat(dashboard.get("uid").asText()).isEqualTo("placeherd");
    assertThat(dashboard.has("id")).as("an id is of one Grafana only").isFalse();
    List<String> variables = new ArrayList<>();
    dashboard.at("/templating/list").forEach(one -> variables.add(one.get("name").asText()));
    assertThat(variables).containsExactly("datasource", "server", "instance");
    Set<Integer> ids = new HashSet<>();
    List<String> rows = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (JsonNode panel : panels()) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      JsonNode at = panel.get("gridPos");
      for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
        assertThat(x).isLessThan(24);
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(places.add(x + "," + y)).as("%s overlaps", panel.get("title")).isTrue();
        }
      }
      if (panel.get("type").asText().equals("row")) {
        rows.add(panel.get("title").asText());
      } else {
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(panel.get("targets")).isNotEmpty();
        panel
            .get("targets")
            .forEach(target ->
                assertThat(target.get("expr").asText()).contains("instance=~\"$instance\""));
      }
    }
    assertThat(rows)
        .containsExactly(
            "State",
            "Reports and questions",
            "Flood and visibility",
            "Links and catch-up",
            "Journal",
            "Connections",
            "HTTP and phones",
            "Places",
            "Process");
  }
}
