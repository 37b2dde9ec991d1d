package org.placeherd.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Formatter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A measurement as text for people or as one JSON object for programs.
public final class Report {
  private Report() {}

  /// A few readable lines, the last without a terminator.
  public static String text(Measurement result) {
    StringBuilder text = new StringBuilder();
    try (Formatter line = new Formatter(text, Locale.ROOT)) {
      addPlan(line, result.plan());
      addCounts(line, result);
      addCpu(line, result);
      addLatency(line, result);
    }
    return text.toString();
  }

  private static void addPlan(Formatter line, BenchPlan plan) {
    line.format("%s to %s, %s%n", plan.protocol(), targets(plan), pace(plan));
    line.format(
        "  %,d connections, %,d deep, %,d clients",
        plan.connections(), plan.depth(), plan.clients());
    if (plan.whatsatPercent() > 0) {
      line.format(
          ", %d %% WHATSAT %s %d", plan.whatsatPercent(), plan.radiusKilometres(), plan.bound());
    }
    line.format("%n");
  }

  private static void addCounts(Formatter line, Measurement result) {
    Counts counts = result.counts();
    String early = result.stoppedEarly() ? " (stopped early)" : "";
    line.format("  replies     %,d in %.2f s%s%n", counts.replies(), result.seconds(), early);
    line.format(
        "  rate        %,.0f lines/s, %.1f bytes a reply%n",
        result.linesPerSecond(), result.bytesPerReply());
    if (result.plan().whatsatPercent() > 0) {
      line.format("  WHATSAT     %,d answered%n", counts.queriesAnswered());
    }
    line.format("  errors      %,d%n", counts.errors());
    if (result.plan().hasFixedRate()) {
      line.format("  unanswered  %,d lines were due and had no reply%n", result.unanswered());
    }
  }

  private static void addCpu(Formatter line, Measurement result) {
    if (result.serverCpuSeconds().isPresent()) {
      line.format(
          "  server CPU  %.3f s, %,.0f lines a CPU second%n",
          result.serverCpuSeconds().getAsDouble(), result.linesPerServerCpuSecond().orElse(0));
    }
    line.format(
        "  own CPU     %.3f s, %.0f %% of a core%n",
        result.generatorCpuSeconds(), 100 * result.generatorCpuSeconds() / result.seconds());
  }

  private static void addLatency(Formatter line, Measurement result) {
    line.format(
        "  latency     p50 %s  p90 %s  p99 %s  p99.9 %s  max %s%n",
        millis(result, 50),
        millis(result, 90),
        millis(result, 99),
        millis(result, 99.9),
        millis(result, 100));
    int depth = result.plan().depth();
    String unit = depth == 1 ? "a line" : "a batch of " + depth + " lines";
    line.format("              of %s, %s", unit, latencyMeaning(result.plan()));
  }

  private static String targets(BenchPlan plan) {
    return plan.targets().stream()
        .map(target -> target.getHostString() + ":" + target.getPort())
        .collect(Collectors.joining(", "));
  }

  private static String pace(BenchPlan plan) {
    return plan.hasFixedRate()
        ? String.format(Locale.ROOT, "%,.0f lines/s", plan.linesPerSecond())
        : "flat out";
  }

  private static String latencyMeaning(BenchPlan plan) {
    return plan.hasFixedRate()
        ? "from when it was due to be sent to its last reply (no coordinated omission)"
        : "from its send to its last reply (flat out: waiting to send is not counted)";
  }

  private static String millis(Measurement result, double percentile) {
    return String.format(Locale.ROOT, "%.3f ms", result.latencyMicros(percentile) / 1_000);
  }

  /// One JSON object on one line: the options under their own names, then
  ///
  /// - `rate_lines_per_second`: null when flat out;
  /// - `seconds`, `stopped_early`: what was really measured;
  /// - `replies`, among them `whatsat_answered` and `errors`; `lines_per_second`,
  ///   `bytes_per_reply`;
  /// - `unanswered`: at a fixed rate, lines due before the end that had no reply;
  /// - `server_cpu_seconds`, `lines_per_server_cpu_second`: null without `--server-pid`;
  /// - `generator_cpu_seconds`: of this process;
  /// - `latency_micros`: `p50`, `p90`, `p99`, `p99.9` and `max` of a batch of `depth` lines, to its
  ///   last reply, from when it was `sent` (flat out) or `due` (at a fixed rate).
  public static String json(Measurement result) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      writePlan(json, result.plan());
      writeCounts(json, result);
      writeLatency(json, result);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void writePlan(JsonGenerator json, BenchPlan plan) throws IOException {
    json.writeStringField("protocol", plan.protocol().toString());
    json.writeStringField("targets", targets(plan));
    json.writeNumberField("connections", plan.connections());
    json.writeNumberField("depth", plan.depth());
    json.writeNumberField("clients", plan.clients());
    json.writeNumberField("name_bytes", plan.nameBytes());
    json.writeNumberField("whatsat_percent", plan.whatsatPercent());
    writeRounded(
        json,
        "rate_lines_per_second",
        plan.hasFixedRate() ? OptionalDouble.of(plan.linesPerSecond()) : OptionalDouble.empty());
  }

  private static void writeCounts(JsonGenerator json, Measurement result) throws IOException {
    json.writeNumberField("seconds", rounded(result.seconds()));
    json.writeBooleanField("stopped_early", result.stoppedEarly());
    json.writeNumberField("replies", result.counts().replies());
    json.writeNumberField("whatsat_answered", result.counts().queriesAnswered());
    json.writeNumberField("errors", result.counts().errors());
    json.writeNumberField("unanswered", result.unanswered());
    json.writeNumberField("lines_per_second", rounded(result.linesPerSecond()));
    json.writeNumberField("bytes_per_reply", rounded(result.bytesPerReply()));
    writeRounded(json, "server_cpu_seconds", result.serverCpuSeconds());
    writeRounded(json, "lines_per_server_cpu_second", result.linesPerServerCpuSecond());
    json.writeNumberField("generator_cpu_seconds", rounded(result.generatorCpuSeconds()));
  }

  private static void writeLatency(JsonGenerator json, Measurement result) throws IOException {
    json.writeObjectFieldStart("latency_micros");
    json.writeStringField("of", "batch");
    json.writeStringField("from", result.plan().hasFixedRate() ? "due" : "sent");
    json.writeNumberField("p50", rounded(result.latencyMicros(50)));
    json.writeNumberField("p90", rounded(result.latencyMicros(90)));
    json.writeNumberField("p99", rounded(result.latencyMicros(99)));
    json.writeNumberField("p99.9", rounded(result.latencyMicros(99.9)));
    json.writeNumberField("max", rounded(result.latencyMicros(100)));
    json.writeEndObject();
  }

  private static void writeRounded(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, rounded(value.getAsDouble()));
    } else {
      json.writeNullField(name);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
