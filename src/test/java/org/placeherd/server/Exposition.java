package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server shows to Prometheus, read as strictly as Prometheus' own linter does (text format
/// 0.0.4): each family once, in one piece, with HELP and TYPE, by its naming conventions.
record Exposition(Map<String, Family> families) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Pattern VALUE =
      Pattern.compile("[+-]?(Inf|NaN|\\d+(\\.\\d+)?([eE][+-]?\\d+)?)");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  /// Units that are not Prometheus' base units.
  private static final Pattern ODD_UNIT =
      Pattern.compile("_(ms|millis|milliseconds|nanos|micros|minutes|hours|kilobytes|mb|percent)$");

  /// One metric.
  record Family(String name, String type, String help, List<Sample> samples) {
    /// The labels that its samples have, but for that of buckets.
    Set<String> labels() {
      Set<String> labels = new HashSet<>();
      samples.forEach(sample -> labels.addAll(sample.labels.keySet()));
      labels.remove("le");
      return labels;
    }
  }

  /// One line.
  record Sample(String name, Map<String, String> labels, double value) {}

  /// Reads a scrape; fails where it is not as it must be.
  static Exposition read(String text) {
    assertThat(text).endsWith("\n");
    Map<String, Family> families = new LinkedHashMap<>();
    String name = "";
    String help = "";
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        name = words[2];
        help = words.length > 3 ? words[3] : "";
        assertThat(help).as("HELP of %s", name).isNotBlank();
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        assertThat(words).as(line).hasSize(4);
        assertThat(words[2]).as("TYPE follows HELP").isEqualTo(name);
        assertThat(TYPES).contains(words[3]);
        samples = new ArrayList<>();
        Family before = families.put(name, new Family(name, words[3], help, samples));
        assertThat(before).as("%s is there twice", name).isNull();
      } else {
        samples.add(sample(line, Objects.requireNonNull(families.get(name), line)));
      }
    }
    families.values().forEach(Exposition::check);
    return new Exposition(families);
  }

  private static Sample sample(String line, Family family) {
    Matcher matcher = SAMPLE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    Map<String, String> labels = new TreeMap<>();
    String inBraces = matcher.group(2) == null ? "" : matcher.group(2);
    Matcher label = LABEL.matcher(inBraces);
    int at = 0;
    while (at < inBraces.length()) {
      assertThat(label.find(at) && label.start() == at).as("labels of %s", line).isTrue();
      assertThat(labels.put(label.group(1), label.group(2))).as("twice in %s", line).isNull();
      at = label.end();
    }
    String value = matcher.group(3);
    assertThat(value).matches(VALUE);
    List<String> ends =
        switch (family.type) {
          case "histogram" -> List.of("_bucket", "_sum", "_count");
          case "summary" -> List.of("", "_sum", "_count");
          default -> List.of("");
        };
    assertThat(ends.stream().map(end -> family.name + end)).as(line).contains(matcher.group(1));
    return new Sample(
        matcher.group(1), labels, Double.parseDouble(value.replace("Inf", "Infinity")));
  }

  private static void check(Family family) {
    String name = family.name;
    assertThat(name).matches(NAME).doesNotContainPattern(ODD_UNIT);
    assertThat(name.endsWith("_total")).as(name).isEqualTo(family.type.equals("counter"));
    assertThat(name).doesNotContain("_" + family.type);
    Set<String> seen = new HashSet<>();
    for (Sample sample : family.samples) {
      assertThat(seen.add(sample.name + sample.labels)).as("%s twice", sample).isTrue();
      if (family.type.equals("counter")) {
        assertThat(sample.value).as("%s", sample).isNotNegative();
      }
    }
    if (family.type.equals("histogram")) {
      checkHistogram(family);
    }
  }

  /// Of each set of labels: buckets with rising bounds that never fall, the last without a bound
  /// and as high as the count, and a sum.
  private static void checkHistogram(Family family) {
    Map<Map<String, String>, List<Sample>> buckets = new LinkedHashMap<>();
    Map<Map<String, String>, Double> counts = new LinkedHashMap<>();
    Map<Map<String, String>, Double> sums = new LinkedHashMap<>();
    for (Sample sample : family.samples) {
      Map<String, String> labels = new TreeMap<>(sample.labels);
      labels.remove("le");
      if (sample.name.endsWith("_bucket")) {
        buckets.computeIfAbsent(labels, _ -> new ArrayList<>()).add(sample);
      } else {
        (sample.name.endsWith("_sum") ? sums : counts).put(labels, sample.value);
      }
    }
    assertThat(counts.keySet()).isEqualTo(buckets.keySet());
    assertThat(sums.keySet()).isEqualTo(buckets.keySet());
    buckets.forEach((labels, ofOne) -> {
      double bound = Double.NEGATIVE_INFINITY;
      double below = 0;
      for (Sample bucket : ofOne) {
        String le = Objects.requireNonNull(bucket.labels.get("le"), "a bucket's bound");
        double next = Double.parseDouble(le.replace("Inf", "Infinity"));
        assertThat(next).as("%s", bucket).isGreaterThan(bound);
        assertThat(bucket.value).as("%s", bucket).isGreaterThanOrEqualTo(below);
        bound = next;
        below = bucket.value;
      }
      assertThat(bound).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(counts).containsEntry(labels, below);
    });
  }

  /// The family that a name in a query belongs to: itself, or a part of a histogram.
  Family family(String name) {
    Family whole = families.get(name);
    if (whole != null) {
      return whole;
    }
    String base = name.replaceFirst("_(bucket|sum|count)$", "");
    return Objects.requireNonNull(families.get(base), "no metric is called " + name);
  }

  /// The value of one sample.
  double value(String name, Map<String, String> labels) {
    return family(name).samples.stream()
        .filter(sample -> sample.name.equals(name) && sample.labels.equals(labels))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + labels))
        .value;
  }
}
