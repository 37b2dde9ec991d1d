package org.placeherd.geo;

/// A part of the sphere that a point is in or not.
public sealed interface Area permits Box, Polygon {
  /// Whether the point is in the area.
  boolean contains(double latitudeDegrees, double longitudeDegrees);

  /// How much of a box is in the area. [Overlap#SOME] is right for every box, the others for some.
  ///
  /// @param box from −180 to 180, west not beyond east
  Overlap overlap(Box box);

  /// How much of a box is in an area.
  enum Overlap {
    /// No point of it.
    NONE,
    /// Some points may be and some may not.
    SOME,
    /// Every point of it.
    ALL
  }
}
