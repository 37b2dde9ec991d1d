package org.placeherd.geo;

import java.util.List;

/// A figure with straight edges in the plane of longitude and latitude, as a GeoJSON `Polygon` or
/// `MultiPolygon` is (RFC 7946 §3.1.6): one ring, or several of which the inner ones are holes.
///
/// An edge is straight in that plane, also where the shortest way on the sphere would bend, and
/// never goes across ±180° by itself: −170 to 170 is the long way round. A figure that lies on both
/// sides is cut there in two rings (RFC 7946 §3.1.9), or goes on beyond 180: 170, 190. At a pole
/// the longitude counts that the point is given with. A point on an edge may be in or out.
public final class Polygon implements Area {
  /// Corners that a polygon may have in all its rings: each costs a few nanoseconds for every point
  /// that has to be told in from out.
  public static final int MAX_CORNERS = 1_000;

  private static final double MAX_LONGITUDE_DEGREES = 360;

  /// More than rounding can add to [#side], whose factors are up to 720 and 180 degrees.
  private static final double ROUNDING = 1e-9;

  private static final double[] TURNS_DEGREES = {-360, 0, 360};

  // Edge i goes from (x[i], y[i]) to (toX[i], toY[i]).
  private final double[] x;
  private final double[] y;
  private final double[] toX;
  private final double[] toY;
  private double south = 90;
  private double north = -90;
  private double west = MAX_LONGITUDE_DEGREES;
  private double east = -MAX_LONGITUDE_DEGREES;

  /// A polygon of these rings.
  ///
  /// @param rings each longitude, latitude, longitude, latitude … in degrees, in either direction;
  ///   the last corner may be the first again or not. Longitudes may be −360 … 360.
  /// @throws IllegalArgumentException if a ring has fewer than three corners, all have more than
  ///   [#MAX_CORNERS], or a corner is not on the sphere
  public Polygon(List<double[]> rings) {
    int corners = rings.stream().mapToInt(Polygon::corners).sum();
    if (corners == 0 || corners > MAX_CORNERS) {
      throw new IllegalArgumentException(
          "a polygon must have 3 … %d corners, not %d".formatted(MAX_CORNERS, corners));
    }
    x = new double[corners];
    y = new double[corners];
    toX = new double[corners];
    toY = new double[corners];
    int edge = 0;
    for (double[] ring : rings) {
      edge = addRing(ring, edge);
    }
  }

  /// How many corners a ring has, the first not counted twice.
  private static int corners(double[] ring) {
    int corners = ring.length / 2;
    if (ring.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a ring must have a latitude for each longitude, not %d numbers".formatted(ring.length));
    }
    if (corners > 1 && ring[0] == ring[ring.length - 2] && ring[1] == ring[ring.length - 1]) {
      corners--;
    }
    if (corners < 3) {
      throw new IllegalArgumentException(
          "a ring must have at least three different corners, not " + corners);
    }
    return corners;
  }

  private int addRing(double[] ring, int firstEdge) {
    int corners = corners(ring);
    for (int i = 0; i < corners; i++) {
      double longitude = ring[2 * i];
      double latitude = ring[2 * i + 1];
      if (!(Math.abs(longitude) <= MAX_LONGITUDE_DEGREES) || !(Math.abs(latitude) <= 90)) {
        throw new IllegalArgumentException(
            "a corner must be longitude −360 … 360, latitude −90 … 90, not %s, %s"
                .formatted(longitude, latitude));
      }
      int next = (i + 1) % corners;
      int edge = firstEdge + i;
      x[edge] = longitude;
      y[edge] = latitude;
      toX[edge] = ring[2 * next];
      toY[edge] = ring[2 * next + 1];
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      south = Math.min(south, latitude);
      north = Math.max(north, latitude);
    }
    return firstEdge + corners;
  }

  @Override
  public boolean contains(double latitudeDegrees, double longitudeDegrees) {
    for (double turn : TURNS_DEGREES) {
      if (isInside(longitudeDegrees + turn, latitudeDegrees)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a line from the point to the east crosses an odd number of edges.
  private boolean isInside(double pointX, double pointY) {
    if (pointX < west || pointX > east || pointY < south || pointY > north) {
      return false;
    }
    boolean isInside = false;
    for (int i = 0; i < x.length; i++) {
      if (y[i] > pointY != toY[i] > pointY
          && pointX < x[i] + (pointY - y[i]) / (toY[i] - y[i]) * (toX[i] - x[i])) {
        isInside = !isInside;
      }
    }
    return isInside;
  }

  @Override
  public Overlap overlap(Box box) {
    Overlap overlap = Overlap.NONE;
    for (double turn : TURNS_DEGREES) {
      double boxWest = box.westDegrees() + turn;
      double boxEast = box.eastDegrees() + turn;
      if (boxEast < west
          || boxWest > east
          || box.northDegrees() < south
          || box.southDegrees() > north) {
        continue;
      }
      if (anyEdgeMeets(boxWest, box.southDegrees(), boxEast, box.northDegrees())) {
        return Overlap.SOME;
      }
      if (isInside(boxWest, box.southDegrees())) {
        overlap = Overlap.ALL;
      }
    }
    return overlap;
  }

  private boolean anyEdgeMeets(double boxWest, double boxSouth, double boxEast, double boxNorth) {
    for (int i = 0; i < x.length; i++) {
      if (Math.max(x[i], toX[i]) >= boxWest
          && Math.min(x[i], toX[i]) <= boxEast
          && Math.max(y[i], toY[i]) >= boxSouth
          && Math.min(y[i], toY[i]) <= boxNorth
          && !isOneSided(i, boxWest, boxSouth, boxEast, boxNorth)) {
        return true;
      }
    }
    return false;
  }

  /// Whether all corners of a box are clearly on one side of the line through an edge.
  private boolean isOneSided(
      int edge, double boxWest, double boxSouth, double boxEast, double boxNorth) {
    double first = side(edge, boxWest, boxSouth);
    double second = side(edge, boxEast, boxSouth);
    double third = side(edge, boxWest, boxNorth);
    double fourth = side(edge, boxEast, boxNorth);
    return Math.min(Math.min(first, second), Math.min(third, fourth)) > ROUNDING
        || Math.max(Math.max(first, second), Math.max(third, fourth)) < -ROUNDING;
  }

  private double side(int edge, double pointX, double pointY) {
    return (toX[edge] - x[edge]) * (pointY - y[edge]) - (toY[edge] - y[edge]) * (pointX - x[edge]);
  }
}
