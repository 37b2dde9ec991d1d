package org.placeherd.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.places.UpstreamCounters;

/// How a server is, as the one line of JSON that `placeherd status` asks for.
final class StatusText {
  private static final JsonFactory JSON = new JsonFactory();

  private StatusText() {}

  static String json(ServerStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("server", status.server());
      json.writeNumberField("uptime_ms", status.uptimeMillis());
      json.writeBooleanField("ready", status.missing().isEmpty());
      json.writeArrayFieldStart("missing");
      for (String missing : status.missing()) {
        json.writeString(missing);
      }
      json.writeEndArray();
      json.writeNumberField("clients", status.node().clients());
      json.writeNumberField("deleted", status.node().gone());
      json.writeNumberField("connections", status.counts().connections());
      json.writeNumberField("reports_stored", status.node().stored());
      writeLag(json, status.node().lagNanos());
      json.writeNumberField("events_shed", status.eventsShed());
      writeJournal(json, status);
      json.writeNumberField("held", status.node().held());
      json.writeNumberField("alarms", status.alarms());
      writeRefusals(json, status);
      writeLinks(json, status);
      writePlaces(json, status);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter failed", e);
    }
    return text.toString();
  }

  private static void writeJournal(JsonGenerator json, ServerStatus status) throws IOException {
    json.writeObjectFieldStart("journal");
    json.writeStringField("ack", status.acknowledgement().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("full", status.journal().full());
    json.writeNumberField("segments", status.journal().segments());
    json.writeNumberField("bytes", status.journal().liveBytes());
    json.writeNumberField("snapshot_bytes", status.journal().snapshotBytes());
    json.writeEndObject();
  }

  private static void writeRefusals(JsonGenerator json, ServerStatus status) throws IOException {
    json.writeObjectFieldStart("refusals");
    for (Map.Entry<String, Long> refusal : status.refusals().entrySet()) {
      json.writeNumberField(refusal.getKey(), refusal.getValue());
    }
    json.writeEndObject();
  }

  private static void writePlaces(JsonGenerator json, ServerStatus status) throws IOException {
    json.writeObjectFieldStart("places");
    json.writeStringField("provider", status.placesProvider());
    json.writeNumberField("answered", status.places().answered());
    json.writeNumberField("late", status.places().late());
    json.writeNumberField("failed", status.places().failed());
    json.writeNumberField("overloaded", status.places().overloaded());
    if (!status.places().lastFailure().isEmpty()) {
      writeFailure(json, status.places().lastFailure(), status.places().lastFailureAgoMillis());
    }
    json.writeArrayFieldStart("sources");
    for (UpstreamCounters source : status.sources()) {
      writeSource(json, source);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSource(JsonGenerator json, UpstreamCounters source) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", source.provider());
    json.writeStringField("breaker", source.breaker());
    json.writeNumberField("calls", source.calls());
    json.writeNumberField("micro_dollars", source.microDollars());
    json.writeNumberField("micro_dollars_this_month", source.spentThisMonth());
    json.writeNumberField("misses", source.misses());
    json.writeNumberField("coalesced", source.coalesced());
    json.writeNumberField("hits", source.hits());
    json.writeNumberField("stale", source.stale());
    json.writeNumberField("p99_ms", source.latency().p99Millis());
    json.writeObjectFieldStart("failures");
    for (Map.Entry<String, Long> failure : new TreeMap<>(source.failures()).entrySet()) {
      json.writeNumberField(failure.getKey(), failure.getValue());
    }
    json.writeEndObject();
    if (source.lastFailure().isPresent()) {
      writeFailure(
          json, source.lastFailure().get().words(), source.lastFailure().get().agoMillis());
    }
    json.writeEndObject();
  }

  private static void writeFailure(JsonGenerator json, String words, long agoMillis)
      throws IOException {
    json.writeObjectFieldStart("last_failure");
    json.writeStringField("words", words);
    json.writeNumberField("ago_ms", agoMillis);
    json.writeEndObject();
  }

  private static void writeLag(JsonGenerator json, long lagNanos) throws IOException {
    if (lagNanos < 0) {
      json.writeNullField("lag_ms");
    } else {
      json.writeNumberField("lag_ms", TimeUnit.NANOSECONDS.toMillis(lagNanos));
    }
  }

  private static void writeLinks(JsonGenerator json, ServerStatus status) throws IOException {
    List<NeighbourStatus> neighbours = status.node().neighbours();
    json.writeArrayFieldStart("links");
    for (int i = 0; i < neighbours.size(); i++) {
      NeighbourStatus neighbour = neighbours.get(i);
      ServerStatus.LinkStatus link = status.links().get(i);
      json.writeStartObject();
      json.writeStringField("peer", neighbour.name());
      json.writeStringField("address", link.address());
      json.writeBooleanField("up", link.isUp());
      json.writeBooleanField("hello", link.isOurs());
      json.writeNumberField("pending", neighbour.pending());
      json.writeNumberField("sent", neighbour.told());
      json.writeNumberField("connects", link.connects());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
