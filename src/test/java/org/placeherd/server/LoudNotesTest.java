package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoudNotesTest {
  private long nanos = -7;
  private final List<String> said = new ArrayList<>();

  @Test
  void strangersCannotMakeItShoutAllDay() {
    LoudNotes notes = new LoudNotes(() -> nanos, said::add);
    notes.say("one");
    notes.say("two");
    nanos += TimeUnit.MILLISECONDS.toNanos(LoudNotes.SILENCE_MILLIS) - 1;
    notes.say("three");
    nanos++;
    notes.say("four");
    assertThat(said).containsExactly("one", "four");
  }
}
