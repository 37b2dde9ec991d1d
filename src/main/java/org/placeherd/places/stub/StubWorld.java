package org.placeherd.places.stub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;
import org.placeherd.places.DemoPlaces;
import org.placeherd.places.Place;

/// The places that the stub knows: the demo landmarks.
final class StubWorld {
  private final List<StubPlace> places = new ArrayList<>();

  StubWorld() {
    for (Place place : DemoPlaces.places()) {
      places.add(StubPlace.of(places.size() + 1, place));
    }
  }

  /// Those in a circle, in the order of their numbers.
  List<StubPlace> within(LatLon centre, double metres) {
    return places.stream()
        .filter(place -> GreatCircle.metres(centre, place.position()) <= metres)
        .toList();
  }

  /// Those in a circle, the nearest first.
  List<StubPlace> nearest(LatLon centre, double metres) {
    return within(centre, metres).stream()
        .sorted(Comparator.comparingDouble(place -> GreatCircle.metres(centre, place.position())))
        .toList();
  }
}
