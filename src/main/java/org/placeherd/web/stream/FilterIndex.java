package org.placeherd.web.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;

/// Groups by what their filters begin with or by where their areas are, so that a change is held
/// against few of them: a filter stands under the head of its names, else in the cells of a grid
/// that its area touches, else among those that are always looked at.
final class FilterIndex {
  /// The sides of cells, in degrees, small ones first.
  private static final double[] SIDES = {0.1, 2};

  /// An area stands in the smallest cells of which it touches no more than so many.
  private static final int CELLS_MAX = 64;

  private static final int COLUMNS_BITS = 32;
  private static final double FULL_TURN_DEGREES = 360;

  private final Map<String, List<Group>> heads = new HashMap<>();

  /// How many heads have a length.
  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  private final List<Map<Long, List<Group>>> grids = List.of(new HashMap<>(), new HashMap<>());
  private final List<Group> always = new ArrayList<>();

  void add(Group group) {
    String head = group.filter().head();
    if (!head.isEmpty()) {
      heads.computeIfAbsent(head, _ -> new ArrayList<>()).add(group);
      lengths.merge(head.length(), 1, Integer::sum);
      return;
    }
    Optional<Cells> cells = group.filter().bounds().flatMap(FilterIndex::cells);
    if (cells.isEmpty()) {
      always.add(group);
    } else {
      Map<Long, List<Group>> grid = grids.get(cells.get().level);
      cells
          .get()
          .keys
          .forEach(cell -> grid.computeIfAbsent(cell, _ -> new ArrayList<>()).add(group));
    }
  }

  void remove(Group group) {
    String head = group.filter().head();
    if (!head.isEmpty()) {
      remove(heads, head, group);
      lengths.computeIfPresent(head.length(), (_, count) -> count == 1 ? null : count - 1);
      return;
    }
    Optional<Cells> cells = group.filter().bounds().flatMap(FilterIndex::cells);
    if (cells.isEmpty()) {
      always.remove(group);
    } else {
      Map<Long, List<Group>> grid = grids.get(cells.get().level);
      cells.get().keys.forEach(cell -> remove(grid, cell, group));
    }
  }

  private static <K> void remove(Map<K, List<Group>> map, K key, Group group) {
    map.computeIfPresent(
        key,
        (_, groups) -> {
          groups.remove(group);
          return groups.isEmpty() ? null : groups;
        });
  }

  private record Cells(int level, List<Long> keys) {}

  /// The cells that a box touches; nothing if they are too many.
  private static Optional<Cells> cells(Box box) {
    double east =
        box.eastDegrees() < box.westDegrees()
            ? box.eastDegrees() + FULL_TURN_DEGREES
            : box.eastDegrees();
    boolean hasPole = box.northDegrees() >= 90 || box.southDegrees() <= -90;
    // Beyond 180° the column of a place is counted another way; rounding may shift it by one.
    int margin = east > 180 ? 1 : 0;
    for (int level = 0; level < SIDES.length && !hasPole; level++) {
      double side = SIDES[level];
      long south = row(box.southDegrees(), side);
      long north = row(box.northDegrees(), side);
      long west = (long) Math.floor(box.westDegrees() / side) - margin;
      long last = (long) Math.floor(east / side) + margin;
      if ((north - south + 1) * (last - west + 1) <= CELLS_MAX) {
        List<Long> keys = new ArrayList<>();
        for (long row = south; row <= north; row++) {
          for (long column = west; column <= last; column++) {
            keys.add(key(row, column, side));
          }
        }
        // What lies at 180° has two longitudes.
        boolean touches = last * side >= 180 - side || west * side <= -180 + side;
        for (long row = south; row <= north && touches; row++) {
          keys.add(key(row, (long) Math.floor(-180 / side), side));
        }
        return Optional.of(new Cells(level, keys.stream().distinct().toList()));
      }
    }
    return Optional.empty();
  }

  private static long row(double latitude, double side) {
    return (long) Math.floor(latitude / side);
  }

  private static long key(long row, long column, double side) {
    long columns = Math.round(FULL_TURN_DEGREES / side);
    return row << COLUMNS_BITS | Math.floorMod(column, columns);
  }

  private static Optional<Long> cell(Optional<LatLon> place, int level) {
    return place.map(there -> key(there, SIDES[level]));
  }

  private static long key(LatLon place, double side) {
    double longitude = place.longitudeDegrees() == 180 ? -180 : place.longitudeDegrees();
    return key(row(place.latitudeDegrees(), side), (long) Math.floor(longitude / side), side);
  }

  /// Names the groups that a change may concern, none that it does concern left out; some twice.
  void each(Recorded change, Consumer<Group> found) {
    always.forEach(found);
    String name = change.name();
    for (int length : lengths.keySet()) {
      if (length > name.length()) {
        break;
      }
      heads.getOrDefault(name.substring(0, length), List.of()).forEach(found);
    }
    for (int level = 0; level < SIDES.length; level++) {
      Map<Long, List<Group>> grid = grids.get(level);
      if (!grid.isEmpty()) {
        Optional<Long> now = cell(change.place(), level);
        Optional<Long> before = cell(change.before(), level);
        now.ifPresent(cell -> grid.getOrDefault(cell, List.of()).forEach(found));
        if (!before.equals(now)) {
          before.ifPresent(cell -> grid.getOrDefault(cell, List.of()).forEach(found));
        }
      }
    }
  }
}
