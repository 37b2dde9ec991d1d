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
import org.placeherd.journal.JournalThread;
import org.placeherd.node.HerdNode;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.places.PlacesCounters;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.UpstreamCounters;

/// How a server is, as the one line of JSON that `placeherd status` asks for.
final class StatusText {
  private static final JsonFactory JSON = new JsonFactory();

  private final ServerSettings settings;
  private final HerdNode node;
  private final NeighbourLinks links;
  private final Saver saver;
  private final HerdEvents events;
  private final PlacesGateway places;
  private final long startNanos = System.nanoTime();

  StatusText(
      ServerSettings settings,
      HerdNode node,
      NeighbourLinks links,
      Saver saver,
      HerdEvents events,
      PlacesGateway places) {
    this.settings = settings;
    this.node = node;
    this.links = links;
    this.saver = saver;
    this.events = events;
    this.places = places;
  }

  String json(int connections) {
    StringWriter text = new StringWriter();
    NodeStatus status = node.status();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("server", settings.self().name());
      json.writeNumberField(
          "uptimeMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
      json.writeNumberField("clients", status.clients());
      json.writeNumberField("connections", connections);
      json.writeNumberField("reportsStored", status.stored());
      writeLag(json, status.lagNanos());
      json.writeNumberField("eventsShed", events.shed());
      writeJournal(json);
      json.writeNumberField("held", status.held());
      json.writeNumberField("alarms", status.alarms());
      writeLinks(json, status.neighbours());
      writePlaces(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter failed", e);
    }
    return text.toString();
  }

  private void writeJournal(JsonGenerator json) throws IOException {
    JournalThread.Status journal = saver.status();
    json.writeObjectFieldStart("journal");
    json.writeStringField(
        "ack", settings.herd().options().acknowledgement().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("full", journal.full());
    json.writeNumberField("segments", journal.segments());
    json.writeNumberField("bytes", journal.liveBytes());
    json.writeNumberField("snapshotBytes", journal.snapshotBytes());
    json.writeEndObject();
  }

  private void writePlaces(JsonGenerator json) throws IOException {
    PlacesCounters counters = places.counters();
    json.writeObjectFieldStart("places");
    json.writeStringField("provider", places.providerName());
    json.writeNumberField("answered", counters.answered());
    json.writeNumberField("late", counters.late());
    json.writeNumberField("failed", counters.failed());
    json.writeNumberField("overloaded", counters.overloaded());
    json.writeArrayFieldStart("sources");
    for (UpstreamCounters source : places.sources()) {
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
    json.writeNumberField("microDollars", source.microDollars());
    json.writeNumberField("microDollarsThisMonth", source.spentThisMonth());
    json.writeNumberField("misses", source.misses());
    json.writeNumberField("coalesced", source.coalesced());
    json.writeNumberField("hits", source.hits());
    json.writeNumberField("stale", source.stale());
    json.writeNumberField("p99Millis", source.latency().p99Millis());
    json.writeObjectFieldStart("failures");
    for (Map.Entry<String, Long> failure : new TreeMap<>(source.failures()).entrySet()) {
      json.writeNumberField(failure.getKey(), failure.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeLag(JsonGenerator json, long lagNanos) throws IOException {
    if (lagNanos < 0) {
      json.writeNullField("lagMillis");
    } else {
      json.writeNumberField("lagMillis", TimeUnit.NANOSECONDS.toMillis(lagNanos));
    }
  }

  private void writeLinks(JsonGenerator json, List<NeighbourStatus> neighbours) throws IOException {
    json.writeArrayFieldStart("links");
    for (int i = 0; i < neighbours.size(); i++) {
      NeighbourStatus neighbour = neighbours.get(i);
      json.writeStartObject();
      json.writeStringField("peer", neighbour.name());
      json.writeStringField("address", settings.neighbours().get(i).address().hostAndPort());
      json.writeBooleanField("up", links.isUp(i));
      json.writeBooleanField("hello", links.isOurs(i));
      json.writeNumberField("pending", neighbour.pending());
      json.writeNumberField("sent", neighbour.told());
      json.writeNumberField("connects", links.connects(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
