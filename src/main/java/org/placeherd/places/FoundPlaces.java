package org.placeherd.places;

import java.util.ArrayList;
import java.util.List;
import org.placeherd.geo.LatLon;

/// What a source behind HTTP has found.
///
/// @param places in its own order
/// @param attributions what must be shown with them, HTML
/// @param isTruncated whether there may be more that it did not send
/// @param leftOut how many it sent that are no places: without a position, or a name
record FoundPlaces(
    List<Found> places, List<String> attributions, boolean isTruncated, int leftOut) {
  FoundPlaces {
    places = List.copyOf(places);
    attributions = List.copyOf(attributions);
  }

  /// Together with what was found in a smaller circle. What is cut off in no order may have lost
  /// what is near.
  FoundPlaces with(FoundPlaces nearer) {
    List<Found> both = new ArrayList<>(nearer.places);
    both.addAll(places);
    return new FoundPlaces(both, attributions, isTruncated, leftOut);
  }

  /// A place.
  ///
  /// @param types Google's type names, the most telling first
  /// @param isClosed whether it is closed for good or for a while
  /// @param json the JSON object of the legacy Nearby Search's `results`, without newlines
  record Found(LatLon position, String name, List<String> types, boolean isClosed, String json) {
    Found {
      types = List.copyOf(types);
    }
  }
}
