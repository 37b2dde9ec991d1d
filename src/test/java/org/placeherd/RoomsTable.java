package org.placeherd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The rooms and their doors, as ARCHITECTURE.md has them.
///
/// @param doors from each room to the rooms it may enter
/// @param pure the rooms whose description ends in "Pure."
record RoomsTable(Map<String, Set<String>> doors, Set<String> pure) {
  private static final String HEADER = "| room | holds | may enter |";
  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

  /// Reads the table whose header is `| room | holds | may enter |`. The last column is `–`, or
  /// names in back quotes, or "all but" and names.
  static RoomsTable parse(String markdown) {
    List<String[]> rows =
        markdown
            .lines()
            .dropWhile(line -> !line.equals(HEADER))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("\\|", -1))
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no table with the header " + HEADER);
    }
    Set<String> rooms = new LinkedHashSet<>();
    rows.forEach(row -> rooms.addAll(names(row[1])));
    Map<String, Set<String>> doors = new LinkedHashMap<>();
    Set<String> pure = new LinkedHashSet<>();
    for (String[] row : rows) {
      String room = names(row[1]).iterator().next();
      doors.put(room, doors(room, row[3].strip(), rooms));
      if (row[2].strip().endsWith("Pure.")) {
        pure.add(room);
      }
    }
    return new RoomsTable(doors, pure);
  }

  private static Set<String> doors(String room, String cell, Set<String> rooms) {
    Set<String> named = names(cell);
    if (!rooms.containsAll(named) || (named.isEmpty() && !cell.equals("–"))) {
      throw new IllegalArgumentException("room " + room + " may enter what is no room: " + cell);
    }
    if (!cell.startsWith("all but")) {
      return named;
    }
    Set<String> doors = new LinkedHashSet<>(rooms);
    doors.removeAll(named);
    doors.remove(room);
    return doors;
  }

  private static Set<String> names(String cell) {
    Set<String> names = new LinkedHashSet<>();
    NAME.matcher(cell).results().forEach(match -> names.add(match.group(1)));
    return names;
  }

  /// The packages of these rooms, in ArchUnit's notation.
  static String[] packages(Set<String> rooms) {
    return rooms.stream().map(room -> "org.placeherd." + room + "..").toArray(String[]::new);
  }

  /// The packages of all rooms, in ArchUnit's notation.
  String[] packages() {
    return packages(doors.keySet());
  }

  /// The rooms that `room` has no door to.
  Set<String> shutTo(String room) {
    Set<String> shut = new LinkedHashSet<>(doors.keySet());
    shut.removeAll(doors.getOrDefault(room, Set.of()));
    shut.remove(room);
    return shut;
  }

  @Override
  public String toString() {
    return Arrays.toString(packages());
  }
}
