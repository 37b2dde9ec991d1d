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

  private final double latitude;
  private final double longitude;
  private final int latitudeUnits;
  private final int longitudeUnits;

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
    int parentNorth = latitudeOf(tree.getMaxPackedValue());
    int parentEast = longitudeOf(tree.getMaxPackedValue());
    if (!tree.moveToChild()) {
      tree.visitDocValues(this);
      return;
    }
    if (isBeyond(tree.getMaxPackedValue(), parentNorth, parentEast)) {
      PointTree lower = tree.clone(); // a tree goes forward only
      tree.moveToSibling();
      descendIfCounts(tree);
      descendIfCounts(lower);
    } else {
      descendIfCounts(tree);
      if (tree.moveToSibling()) {
        descendIfCounts(tree);
      }
    }
    tree.moveToParent();
  }

  /// Whether the centre is on the upper half's side of the cut, which runs where the lower half
  /// ends and its parent does not. Only the order depends on it.
  private boolean isBeyond(byte[] lowerMax, int parentNorth, int parentEast) {
    return latitudeOf(lowerMax) < parentNorth
        ? latitudeUnits > latitudeOf(lowerMax)
        : longitudeOf(lowerMax) < parentEast && longitudeUnits > longitudeOf(lowerMax);
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
