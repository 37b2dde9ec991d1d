package org.placeherd.places;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;

/// Reads the demo landmarks that ship with Placeherd.
///
/// The table is UTF-8 text, a place a line, fields separated by one tab: id, name, category,
/// latitude, longitude, city, country. Lines that start with `#` are remarks.
public final class DemoPlaces {
  /// What every reply says of these places.
  static final String ATTRIBUTION = "demo landmarks, written by hand, positions approximate";

  /// When the table was last edited.
  static final String AS_OF = "2026-11-23";

  private static final String LICENCE = "Apache-2.0, as Placeherd";

  /// None of them is better known than another.
  private static final double IMPORTANCE = 0.5;

  private static final String TABLE = "demo-places.tsv";
  private static final int FIELDS = 7;

  private DemoPlaces() {}

  /// Builds the index of the demo landmarks. Takes some tenths of a second in a cold JVM.
  static PlaceIndex openIndex() throws IOException {
    return PlaceIndex.inMemory(
        new PlacesSource("demo", ATTRIBUTION, LICENCE, AS_OF, false), places());
  }

  /// All of them.
  public static List<Place> places() {
    try (@Nullable InputStream table = DemoPlaces.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is missing from the Placeherd jar; rebuild it");
      }
      return read(new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }

  static List<Place> read(BufferedReader table) throws IOException {
    List<Place> places = new ArrayList<>();
    int number = 0;
    for (String line = table.readLine(); line != null; line = table.readLine()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        places.add(place(line));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s line %d: %s".formatted(TABLE, number, e.getMessage()), e);
      }
    }
    return places;
  }

  private static Place place(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "needs %d fields separated by tabs, has %d".formatted(FIELDS, fields.length));
    }
    LatLon position = new LatLon(Double.parseDouble(fields[3]), Double.parseDouble(fields[4]));
    String vicinity = fields[5] + ", " + fields[6];
    return new Place(
        "demo:" + fields[0], fields[1], List.of(fields[2]), position, vicinity, IMPORTANCE);
  }
}
