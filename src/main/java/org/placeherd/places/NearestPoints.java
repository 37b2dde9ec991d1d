package org.placeherd.places;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.geo.GeoEncodingUtils;
import org.apache.lucene.geo.GeoUtils;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.PointValues.PointTree;
import org.apache.lucene.index.PointValues.Relation;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.SloppyMath;
import org.placeherd.geo.LatLon;

/// Finds the nearest points within a radius: walks the trees of points from the nearer half to the
/// farther, and leaves out what lies outside a box around the circle that still counts. One search
/// each, one thread.
///
/// Lucene's own search for the nearest knows no radius, and so looks far and wide where there is
/// little near.
final class NearestPoints implements PointValues.IntersectVisitor {
  /// The box is drawn anew when the circle's haversine has shrunk to this part: drawing costs as
  /// much as some tens of comparisons.
  private static final double SHRUNK = 0.7;

  /// The whole circle of longitudes, in encoded units, and half of it.
  private static final double LONGITUDE_UNITS = 0x1p32;

  private final double latitude;
  private final double longitude;
  private final int latitudeUnits;
  private final int longitudeUnits;
  private final double longitudeScale;

  /// Numbers and distance keys of what was found, the nearest first.
  private final int[] numbers;

  private final double[] keys;
  private int found;

  /// No farther point counts; and what it was when the box was drawn.
  private double boundKey;

  private double boxKey;
  private int south;
  private int north;
  private int west;
  private int east;
  private int base;

  /// @param wanted how many points at most, 1 or more
  NearestPoints(LatLon centre, double radiusMetres, int wanted) {
    latitude = centre.latitudeDegrees();
    longitude = centre.longitudeDegrees();
    latitudeUnits = GeoEncodingUtils.encodeLatitude(latitude);
    longitudeUnits = GeoEncodingUtils.encodeLongitude(longitude);
    // A unit of latitude is half as long as one of longitude on the equator.
    longitudeScale = 2 * Math.cos(Math.toRadians(latitude));
    numbers = new int[wanted];
    keys = new double[wanted];
    boundKey = GeoUtils.distanceQuerySortKey(radiusMetres);
    drawBox(radiusMetres);
  }

  /// Searches a part of an index, too.
  void search(LeafReaderContext leaf, String field) throws IOException {
    PointValues points = leaf.reader().getPointValues(field);
    if (points == null) {
      return;
    }
    base = leaf.docBase;
    PointTree tree = points.getPointTree();
    if (counts(tree)) {
      descend(tree);
    }
  }

  /// The numbers of the documents found, the nearest first.
  int[] numbers() {
    return Arrays.copyOf(numbers, found);
  }

  private void descend(PointTree tree) throws IOException {
    if (!tree.moveToChild()) {
      tree.visitDocValues(this);
      return;
    }
    double first = farness(tree);
    if (!tree.moveToSibling()) {
      descendIfCounts(tree);
    } else if (farness(tree) < first) {
      descendIfCounts(tree);
      tree.moveToParent();
      tree.moveToChild();
      descendIfCounts(tree);
    } else {
      tree.moveToParent();
      tree.moveToChild();
      descendIfCounts(tree);
      tree.moveToSibling();
      descendIfCounts(tree);
    }
    tree.moveToParent();
  }

  private void descendIfCounts(PointTree tree) throws IOException {
    if (counts(tree)) {
      descend(tree);
    }
  }

  private boolean counts(PointTree tree) {
    return compare(tree.getMinPackedValue(), tree.getMaxPackedValue())
        != Relation.CELL_OUTSIDE_QUERY;
  }

  /// How far a cell is, squared and on a flat map: it only decides which of two comes first.
  private double farness(PointTree tree) {
    byte[] min = tree.getMinPackedValue();
    byte[] max = tree.getMaxPackedValue();
    double up = outside(latitudeUnits, latitudeOf(min), latitudeOf(max));
    double along = outside(longitudeUnits, longitudeOf(min), longitudeOf(max));
    double across = longitudeScale * Math.min(along, LONGITUDE_UNITS - along);
    return up * up + across * across;
  }

  private static double outside(int at, int min, int max) {
    return at < min ? (double) min - at : at > max ? (double) at - max : 0;
  }

  @Override
  public Relation compare(byte[] min, byte[] max) {
    if (latitudeOf(max) < south || latitudeOf(min) > north) {
      return Relation.CELL_OUTSIDE_QUERY;
    }
    boolean isBeside =
        west <= east
            ? longitudeOf(max) < west || longitudeOf(min) > east
            : longitudeOf(max) < west && longitudeOf(min) > east;
    return isBeside ? Relation.CELL_OUTSIDE_QUERY : Relation.CELL_CROSSES_QUERY;
  }

  /// Not called, for no cell is said to be inside.
  @Override
  public void visit(int number) {
    throw new IllegalStateException("a point without its position: " + number);
  }

  @Override
  public void visit(int number, byte[] point) {
    if (compare(point, point) == Relation.CELL_OUTSIDE_QUERY) {
      return;
    }
    double key =
        SloppyMath.haversinSortKey(
            latitude,
            longitude,
            GeoEncodingUtils.decodeLatitude(point, 0),
            GeoEncodingUtils.decodeLongitude(point, Integer.BYTES));
    if (key <= boundKey) {
      insert(base + number, key);
    }
  }

  private void insert(int number, double key) {
    int at = found < numbers.length ? found++ : found - 1;
    for (; at > 0 && keys[at - 1] > key; at--) {
      keys[at] = keys[at - 1];
      numbers[at] = numbers[at - 1];
    }
    keys[at] = key;
    numbers[at] = number;
    if (found == numbers.length) {
      boundKey = Math.min(boundKey, keys[found - 1]);
      if (boundKey < boxKey * SHRUNK) {
        drawBox(SloppyMath.haversinMeters(boundKey));
      }
    }
  }

  /// Draws the box around the circle, a hair too wide. West is more than east where it spans ±180°.
  private void drawBox(double metres) {
    boxKey = boundKey;
    Rectangle box =
        Rectangle.fromPointDistance(latitude, longitude, metres + PlaceIndex.ROUNDING_METRES);
    south = GeoEncodingUtils.encodeLatitude(box.minLat);
    north = GeoEncodingUtils.encodeLatitude(box.maxLat);
    west = GeoEncodingUtils.encodeLongitude(box.minLon);
    east = GeoEncodingUtils.encodeLongitude(box.maxLon);
  }

  private static int latitudeOf(byte[] point) {
    return NumericUtils.sortableBytesToInt(point, 0);
  }

  private static int longitudeOf(byte[] point) {
    return NumericUtils.sortableBytesToInt(point, Integer.BYTES);
  }
}
