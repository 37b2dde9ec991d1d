package org.placeherd.geo;

/// What lies between two parallels and two meridians, the edges included.
///
/// @param southDegrees −90 … 90, not north of the northern edge
/// @param westDegrees −180 … 180; where it is greater than the eastern edge the box goes across
///   ±180°, as a GeoJSON `bbox` does (RFC 7946 §5.2)
/// @param northDegrees −90 … 90
/// @param eastDegrees −180 … 180
public record Box(double southDegrees, double westDegrees, double northDegrees, double eastDegrees)
    implements Area {
  /// All of the sphere.
  public static final Box WORLD = new Box(-90, -180, 90, 180);

  /// Refuses edges that are not on the sphere, and a south that is north of the north.
  public Box {
    if (!(southDegrees >= -90 && northDegrees <= 90)
        || !(Math.abs(westDegrees) <= 180 && Math.abs(eastDegrees) <= 180)) {
      throw new IllegalArgumentException(
          "a box's edges must be latitudes −90 … 90 and longitudes −180 … 180, not %s, %s, %s, %s"
              .formatted(southDegrees, westDegrees, northDegrees, eastDegrees));
    }
    if (!(southDegrees <= northDegrees)) {
      throw new IllegalArgumentException(
          "a box's southern edge %s is north of its northern edge %s; give south before north"
              .formatted(southDegrees, northDegrees));
    }
  }

  /// Whether the point is in the box. A point at ±180° has both longitudes, a point at a pole has
  /// all.
  @Override
  public boolean contains(double latitudeDegrees, double longitudeDegrees) {
    return latitudeDegrees >= southDegrees
        && latitudeDegrees <= northDegrees
        && (meets(longitudeDegrees, longitudeDegrees)
            || (Math.abs(longitudeDegrees) == 180 && meets(-longitudeDegrees, -longitudeDegrees))
            || Math.abs(latitudeDegrees) == 90);
  }

  @Override
  public Overlap overlap(Box box) {
    if (box.northDegrees < southDegrees || box.southDegrees > northDegrees) {
      return Overlap.NONE;
    }
    if (meets(box.westDegrees, box.eastDegrees)) {
      boolean isAll =
          box.southDegrees >= southDegrees
              && box.northDegrees <= northDegrees
              && covers(box.westDegrees, box.eastDegrees);
      return isAll ? Overlap.ALL : Overlap.SOME;
    }
    boolean sharesMeridian =
        (box.eastDegrees == 180 && meets(-180, -180))
            || (box.westDegrees == -180 && meets(180, 180));
    boolean sharesPole =
        (box.northDegrees == 90 && northDegrees == 90)
            || (box.southDegrees == -90 && southDegrees == -90);
    return sharesMeridian || sharesPole ? Overlap.SOME : Overlap.NONE;
  }

  private boolean meets(double fromDegrees, double toDegrees) {
    return westDegrees <= eastDegrees
        ? toDegrees >= westDegrees && fromDegrees <= eastDegrees
        : toDegrees >= westDegrees || fromDegrees <= eastDegrees;
  }

  private boolean covers(double fromDegrees, double toDegrees) {
    return westDegrees <= eastDegrees
        ? fromDegrees >= westDegrees && toDegrees <= eastDegrees
        : fromDegrees >= westDegrees || toDegrees <= eastDegrees;
  }
}
