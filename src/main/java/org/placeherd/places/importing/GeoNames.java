package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.placeherd.geo.LatLon;
import org.placeherd.places.Place;

/// A dump of GeoNames: 19 columns with a tab between, no header (the readme.txt of
/// download.geonames.org/export/dump).
final class GeoNames implements PlaceFormat {
  private static final int COLUMNS = 19;
  private static final int ID = 0;
  private static final int NAME = 1;
  private static final int LATITUDE = 4;
  private static final int LONGITUDE = 5;
  private static final int FEATURE_CLASS = 6;
  private static final int FEATURE_CODE = 7;
  private static final int COUNTRY = 8;
  private static final int POPULATION = 14;

  /// A town of so many people is as important as a place can be.
  private static final double MOST_PEOPLE = 30_000_000;

  private static final Terms TERMS =
      new Terms("geonames", "© <a href=\"https://www.geonames.org/\">GeoNames</a>", "CC BY 4.0");

  /// Google's types for GeoNames' feature codes; those of the feature class where a code is missing
  /// here.
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("P", "locality"),
          Map.entry("A", "administrative_area"),
          Map.entry("H", "natural_feature"),
          Map.entry("T", "natural_feature"),
          Map.entry("V", "natural_feature"),
          Map.entry("L", "point_of_interest"),
          Map.entry("R", "route"),
          Map.entry("S", "establishment"),
          Map.entry("U", "natural_feature"),
          Map.entry("PRK", "park"),
          Map.entry("RESV", "park"),
          Map.entry("RESN", "park"),
          Map.entry("AMUS", "amusement_park"),
          Map.entry("AIRP", "airport"),
          Map.entry("AIRF", "airport"),
          Map.entry("AIRQ", "airport"),
          Map.entry("BANK", "bank"),
          Map.entry("BUSTN", "bus_station"),
          Map.entry("CMTY", "cemetery"),
          Map.entry("CH", "church"),
          Map.entry("CTRR", "place_of_worship"),
          Map.entry("EMB", "embassy"),
          Map.entry("DIP", "embassy"),
          Map.entry("CTHSE", "courthouse"),
          Map.entry("FRSTN", "fire_station"),
          Map.entry("GDN", "park"),
          Map.entry("HSP", "hospital"),
          Map.entry("HTL", "lodging"),
          Map.entry("GHSE", "lodging"),
          Map.entry("RSRT", "lodging"),
          Map.entry("LIBR", "library"),
          Map.entry("MALL", "shopping_mall"),
          Map.entry("MKT", "market"),
          Map.entry("MNMT", "tourist_attraction"),
          Map.entry("MSQE", "mosque"),
          Map.entry("MTRO", "subway_station"),
          Map.entry("MUS", "museum"),
          Map.entry("PO", "post_office"),
          Map.entry("PP", "police"),
          Map.entry("RSTN", "train_station"),
          Map.entry("REST", "restaurant"),
          Map.entry("SCH", "school"),
          Map.entry("SCHC", "university"),
          Map.entry("SCHT", "school"),
          Map.entry("STDM", "stadium"),
          Map.entry("THTR", "performing_arts_theater"),
          Map.entry("TMPL", "place_of_worship"),
          Map.entry("UNIV", "university"),
          Map.entry("ZOO", "zoo"),
          Map.entry("GOVL", "local_government_office"),
          Map.entry("ADMF", "local_government_office"));

  @Override
  public String name() {
    return "GeoNames";
  }

  @Override
  public Terms terms(PlaceFile file) {
    return TERMS;
  }

  @Override
  public boolean accepts(byte[] head) {
    String text = new String(head, UTF_8);
    int end = text.indexOf('\n');
    String[] columns = (end < 0 ? text : text.substring(0, end)).split("\t", -1);
    return columns.length == COLUMNS && columns[ID].matches("\\d+");
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.open(), UTF_8.newDecoder()))) {
      read(lines, sink);
    }
  }

  private static void read(BufferedReader lines, PlaceSink sink) throws IOException, BadPlaceFile {
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      String[] columns = line.split("\t", -1);
      if (columns.length != COLUMNS) {
        throw new BadPlaceFile(
            "line %,d has %d columns and not %d; is it truncated?"
                .formatted(number, columns.length, COLUMNS));
      }
      if (columns[NAME].isBlank()) {
        sink.skipped("without a name");
      } else {
        sink.place(place(columns, number));
      }
    }
  }

  private static Place place(String[] columns, long number) throws BadPlaceFile {
    try {
      return new Place(
          "geonames:" + columns[ID],
          columns[NAME],
          List.of(type(columns)),
          new LatLon(Decimals.of(columns[LATITUDE]), Decimals.of(columns[LONGITUDE])),
          Locale.of("", columns[COUNTRY]).getDisplayCountry(Locale.ENGLISH),
          importance(columns[POPULATION]));
    } catch (IllegalArgumentException e) {
      throw new BadPlaceFile("line %,d: %s".formatted(number, e.getMessage()), e);
    }
  }

  private static String type(String[] columns) {
    String type = TYPES.get(columns[FEATURE_CODE]);
    return type != null ? type : TYPES.getOrDefault(columns[FEATURE_CLASS], "point_of_interest");
  }

  /// By the size of a town, in decades: ten times the people are as much more important wherever
  /// one begins.
  private static double importance(String population) {
    double people = population.isEmpty() ? 0 : Decimals.of(population);
    return Math.clamp(Math.log1p(people) / Math.log1p(MOST_PEOPLE), 0, 1);
  }
}
