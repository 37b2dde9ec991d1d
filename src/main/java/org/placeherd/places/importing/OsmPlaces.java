package org.placeherd.places.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.placeherd.geo.LatLon;

/// Finds the places in a file of OpenStreetMap's: nodes, and ways and multipolygons by the middle
/// of their bounds.
///
/// The file is gone through three times, for relations, ways and nodes, so that only those points
/// are kept whose positions a place needs.
final class OsmPlaces {
  /// Points kept for ways and multipolygons that are places, 17 bytes each and 8 while they are
  /// gathered: some 1.5 GB at the most.
  static final int POINTS_MAX = 60_000_000;

  /// How often a file is gone through.
  static final int PASSES = 3;

  private final PlaceSink sink;
  private final List<Area> areas = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /// The points of the ways that multipolygons are made of.
  private final Map<Long, long[]> outlines = new HashMap<>();

  private final LongList needed = new LongList();

  /// A file that can be gone through several times.
  interface Source {
    void read(OsmHandler handler) throws IOException, BadPlaceFile;
  }

  /// A way that is a place.
  private static final class Area {
    private final OsmTags.Described place;
    private final long[] points;

    Area(OsmTags.Described place, long[] points) {
      this.place = place;
      this.points = points;
    }
  }

  /// A multipolygon that is a place.
  private static final class Group {
    private final OsmTags.Described place;
    private final long[] ways;

    Group(OsmTags.Described place, long[] ways) {
      this.place = place;
      this.ways = ways;
    }
  }

  private OsmPlaces(PlaceSink sink) {
    this.sink = sink;
  }

  /// Hands all places to the sink.
  static void read(Source source, PlaceSink sink) throws IOException, BadPlaceFile {
    OsmPlaces places = new OsmPlaces(sink);
    sink.pass(1, PASSES, "relations");
    source.read(places.relations());
    sink.pass(2, PASSES, "ways");
    source.read(places.ways());
    Points points = new Points(places.needed.toSet());
    sink.pass(3, PASSES, "nodes");
    source.read(places.nodes(points));
    places.emit(points);
  }

  private OsmHandler relations() {
    return new OsmHandler() {
      @Override
      public Kind wanted() {
        return Kind.RELATION;
      }

      @Override
      public void relation(long id, LongList outerWays, Map<String, String> tags) {
        if ("multipolygon".equals(tags.get("type"))) {
          OsmTags.described("relation/" + id, tags, sink)
              .ifPresent(place -> groups.add(new Group(place, outerWays.toArray())));
        }
      }
    };
  }

  private OsmHandler ways() {
    for (Group group : groups) {
      Arrays.stream(group.ways).forEach(way -> outlines.put(way, new long[0]));
    }
    return new OsmHandler() {
      @Override
      public Kind wanted() {
        return Kind.WAY;
      }

      @Override
      public void way(long id, LongList nodes, Map<String, String> tags) throws BadPlaceFile {
        Optional<OsmTags.Described> place = OsmTags.described("way/" + id, tags, sink);
        place.ifPresent(found -> areas.add(new Area(found, nodes.toArray())));
        boolean isOutline = outlines.containsKey(id);
        if (isOutline) {
          outlines.put(id, nodes.toArray());
        }
        if (isOutline || place.isPresent()) {
          need(nodes);
        }
      }
    };
  }

  private void need(LongList nodes) throws BadPlaceFile {
    for (int i = 0; i < nodes.size(); i++) {
      needed.add(nodes.get(i));
    }
    if (needed.size() > POINTS_MAX) {
      throw new BadPlaceFile(
          "its areas have more than %,d points; cut it into countries first (osmium extract)"
              .formatted(POINTS_MAX));
    }
  }

  private OsmHandler nodes(Points points) {
    return new OsmHandler() {
      @Override
      public Kind wanted() {
        return Kind.NODE;
      }

      @Override
      public void node(long id, double latitude, double longitude, Map<String, String> tags)
          throws IOException, BadPlaceFile {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
          throw new BadPlaceFile(
              "node %d is at %s, %s, which is nowhere".formatted(id, latitude, longitude));
        }
        points.put(id, latitude, longitude);
        Optional<OsmTags.Described> place = OsmTags.described("node/" + id, tags, sink);
        if (place.isPresent()) {
          sink.place(place.get().at(new LatLon(latitude, longitude)));
        }
      }
    };
  }

  private void emit(Points points) throws IOException, BadPlaceFile {
    for (Area area : areas) {
      Bounds bounds = new Bounds();
      points.addTo(bounds, area.points);
      emit(area.place, bounds);
    }
    for (Group group : groups) {
      Bounds bounds = new Bounds();
      for (long way : group.ways) {
        points.addTo(bounds, outlines.getOrDefault(way, new long[0]));
      }
      emit(group.place, bounds);
    }
  }

  private void emit(OsmTags.Described place, Bounds bounds) throws IOException, BadPlaceFile {
    Optional<LatLon> middle = bounds.middle();
    if (middle.isPresent()) {
      sink.place(place.at(middle.get()));
    } else {
      sink.skipped("whose points are not in the file");
    }
  }

  /// Positions of some points, in ten-millionths of a degree, as OpenStreetMap has them.
  private static final class Points {
    private static final double UNITS = 1e7;

    private final long[] ids;
    private final int[] latitudes;
    private final int[] longitudes;
    private final boolean[] known;

    Points(long[] ids) {
      this.ids = ids;
      this.latitudes = new int[ids.length];
      this.longitudes = new int[ids.length];
      this.known = new boolean[ids.length];
    }

    void put(long id, double latitude, double longitude) {
      int at = Arrays.binarySearch(ids, id);
      if (at >= 0) {
        latitudes[at] = (int) Math.round(latitude * UNITS);
        longitudes[at] = (int) Math.round(longitude * UNITS);
        known[at] = true;
      }
    }

    void addTo(Bounds bounds, long[] points) {
      for (long id : points) {
        int at = Arrays.binarySearch(ids, id);
        if (at >= 0 && known[at]) {
          bounds.add(latitudes[at] / UNITS, longitudes[at] / UNITS);
        }
      }
    }
  }
}
