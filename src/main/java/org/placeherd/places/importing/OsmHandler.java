package org.placeherd.places.importing;

import java.io.IOException;
import java.util.Map;

/// Hears what is in a file of OpenStreetMap's, as it stands there. What is of no interest is not
/// even read, where the format allows that.
interface OsmHandler {
  /// The kinds of elements.
  enum Kind {
    /// A point.
    NODE,
    /// A line or an area.
    WAY,
    /// A group.
    RELATION
  }

  /// The one kind that it wants to hear of.
  Kind wanted();

  /// A point.
  ///
  /// @param tags to be read at once; the map is used again
  default void node(long id, double latitude, double longitude, Map<String, String> tags)
      throws IOException, BadPlaceFile {}

  /// A line or an area.
  ///
  /// @param nodes the ids of its points
  default void way(long id, LongList nodes, Map<String, String> tags) throws BadPlaceFile {}

  /// A group.
  ///
  /// @param outerWays the ids of the ways that are its outline
  default void relation(long id, LongList outerWays, Map<String, String> tags)
      throws BadPlaceFile {}
}
