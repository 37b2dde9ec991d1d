package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;

/// Writes down all that a node does, in order.
final class RecordingEffects implements Effects {
  private final ByteWriter replies = new ByteWriter(16);
  private final List<String> done = new ArrayList<>();

  /// What was done since the last call: `tell 0`, `places …`, `status`, and the outcome of each
  /// line.
  List<String> takeDone() {
    List<String> all = List.copyOf(done);
    done.clear();
    return all;
  }

  /// What was replied since the last call.
  String takeReplies() {
    String text = new String(replies.array(), 0, replies.size(), ISO_8859_1);
    replies.clear();
    return text;
  }

  @Override
  public ByteWriter replies() {
    return replies;
  }

  @Override
  public void findPlaces(int atLineBytes, LatLon centre, Line whatsat) {
    String head =
        new String(replies.array(), replies.size() - atLineBytes, atLineBytes, ISO_8859_1);
    done.add(
        "places %s,%s %s m %d behind %s"
            .formatted(
                centre.latitudeDegrees(),
                centre.longitudeDegrees(),
                whatsat.radiusKilometres() * 1_000,
                whatsat.bound(),
                head.stripTrailing()));
  }

  @Override
  public void showStatus() {
    done.add("status");
  }

  @Override
  public void tell(int neighbour) {
    done.add("tell " + neighbour);
  }

  @Override
  public void show(Line line, Outcome outcome) {
    done.add(outcome.name());
  }
}
