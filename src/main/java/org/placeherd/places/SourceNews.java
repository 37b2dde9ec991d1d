package org.placeherd.places;

import java.util.Optional;

/// What is new about a source: that it is left alone, that it may be asked again, that it has
/// refused the key. Each is told once, when somebody looks.
final class SourceNews {
  private final String source;
  private final UpstreamGate gate;
  private final UpstreamMeter meter;
  private UpstreamGate.State told = UpstreamGate.State.CLOSED;

  SourceNews(String source, UpstreamGate gate, UpstreamMeter meter) {
    this.source = source;
    this.gate = gate;
    this.meter = meter;
  }

  /// What has changed since the last call, if anything has.
  synchronized Optional<PlacesNote> take() {
    UpstreamGate.State now = gate.state();
    if (now == UpstreamGate.State.DENIED) {
      return tell(
          now,
          "%s has refused the key and is not asked again until the server is started with the right one: %s.",
          true);
    }
    if (now == UpstreamGate.State.CLOSED) {
      return tell(now, "%s may be asked again.", false);
    }
    return told == UpstreamGate.State.CLOSED && gate.isRestingLong()
        ? tell(UpstreamGate.State.OPEN, "%s is left alone until it answers again: %s.", false)
        : Optional.empty();
  }

  private Optional<PlacesNote> tell(UpstreamGate.State state, String sentence, boolean isAlarm) {
    if (told == state) {
      return Optional.empty();
    }
    told = state;
    return Optional.of(
        new PlacesNote("Places: " + sentence.formatted(source, meter.lastWords()), isAlarm));
  }
}
