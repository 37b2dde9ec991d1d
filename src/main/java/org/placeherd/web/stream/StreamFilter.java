package org.placeherd.web.stream;

import java.util.Optional;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;

/// Which clients somebody wants to hear of: all that is given must hold.
///
/// @param prefix what their names begin with, with a char for each byte; empty for any
/// @param pattern what their names match
/// @param box where they are
/// @param circle where they are, too
public record StreamFilter(
    String prefix, Optional<NamePattern> pattern, Optional<Box> box, Optional<Circle> circle) {
  /// All clients.
  public static final StreamFilter ALL =
      new StreamFilter("", Optional.empty(), Optional.empty(), Optional.empty());

  boolean takesName(String name) {
    return name.startsWith(prefix) && (pattern.isEmpty() || pattern.get().matches(name));
  }

  /// What all names begin with that are taken; empty if that may be anything.
  String head() {
    String ofPattern = pattern.map(NamePattern::head).orElse("");
    return ofPattern.length() > prefix.length() ? ofPattern : prefix;
  }

  boolean hasArea() {
    return box.isPresent() || circle.isPresent();
  }

  /// Whether a place is in the area; true if there is none.
  boolean contains(LatLon place) {
    return (box.isEmpty() || box.get().contains(place.latitudeDegrees(), place.longitudeDegrees()))
        && (circle.isEmpty() || circle.get().contains(place));
  }

  /// A box that has all of the area inside; nothing if there is no area.
  Optional<Box> bounds() {
    return box.or(() -> circle.map(Circle::bounds));
  }
}
