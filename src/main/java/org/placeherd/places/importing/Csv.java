package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;
import org.placeherd.places.Place;

/// A table with a header (RFC 4180), separated by commas, semicolons or tabs. It needs a name, a
/// latitude and a longitude; it may have an id, a type, a vicinity and an importance from 0 to 1.
final class Csv implements PlaceFormat {
  private static final Terms TERMS = new Terms("csv", "", "not stated");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// Tables have some tens of columns; the library ends at 100,000 with an error of its own.
  static final int HEADER_BYTES_MAX = 1 << 16;

  /// Of a row, with all that it holds.
  static final int ROW_CHARACTERS_MAX = 4 << 20;

  /// What each column may be called.
  private static final List<String> NAME = List.of("name", "title");

  private static final List<String> LATITUDE = List.of("latitude", "lat", "y");
  private static final List<String> LONGITUDE = List.of("longitude", "lon", "lng", "long", "x");
  private static final List<String> ID = List.of("id", "place_id", "fsq_place_id");
  private static final List<String> TYPE = List.of("type", "category", "types");
  private static final List<String> VICINITY = List.of("vicinity", "address", "city", "locality");
  private static final List<String> IMPORTANCE = List.of("importance", "rank", "confidence");

  @Override
  public String name() {
    return "CSV with a header";
  }

  @Override
  public Terms terms(PlaceFile file) {
    return TERMS;
  }

  @Override
  public boolean accepts(byte[] head) {
    String header = new String(head, UTF_8).lines().findFirst().orElse("");
    List<String> columns =
        List.of(normal(header).split("[" + separator(header) + "]")).stream()
            .map(column -> column.replace("\"", "").strip())
            .toList();
    return has(columns, NAME) && has(columns, LATITUDE) && has(columns, LONGITUDE);
  }

  private static boolean has(List<String> columns, List<String> names) {
    return columns.stream().anyMatch(names::contains);
  }

  private static char separator(String header) {
    return header.contains("\t") ? '\t' : header.contains(";") ? ';' : ',';
  }

  private static String normal(String column) {
    String text = column.strip().toLowerCase(Locale.ROOT);
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    String header = header(file);
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator(header));
    long row = 1;
    try (BoundedReader in =
            new BoundedReader(new InputStreamReader(file.open(), UTF_8.newDecoder()));
        MappingIterator<Map<String, String>> rows =
            new CsvMapper()
                .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readerForMapOf(String.class)
                .with(schema)
                .readValues(in)) {
      in.allow(ROW_CHARACTERS_MAX);
      while (rows.hasNextValue()) {
        Map<String, String> cells = rows.nextValue();
        row++;
        read(new Row(cells, row), file, source, sink);
        in.allow(ROW_CHARACTERS_MAX);
      }
    } catch (BoundedReader.TooLong e) {
      throw new BadPlaceFile(
          "row %,d: it is longer than %,d characters; is a quote not closed?"
              .formatted(row + 1, ROW_CHARACTERS_MAX),
          e);
    } catch (JacksonException e) {
      throw new BadPlaceFile("row %,d: %s".formatted(row + 1, e.getOriginalMessage()), e);
    }
  }

  private static String header(PlaceFile file) throws IOException, BadPlaceFile {
    byte[] head = file.head(HEADER_BYTES_MAX);
    String header = new String(head, UTF_8).lines().findFirst().orElse("");
    if (header.getBytes(UTF_8).length >= HEADER_BYTES_MAX) {
      throw new BadPlaceFile("its header is longer than %,d bytes".formatted(HEADER_BYTES_MAX));
    }
    return header;
  }

  private static void read(Row row, PlaceFile file, String source, PlaceSink sink)
      throws IOException, BadPlaceFile {
    Optional<String> name = row.text(NAME);
    Optional<String> latitude = row.text(LATITUDE);
    Optional<String> longitude = row.text(LONGITUDE);
    if (name.isEmpty()) {
      sink.skipped("without a name");
    } else if (latitude.isEmpty() || longitude.isEmpty()) {
      sink.skipped("without a position");
    } else {
      sink.place(
          new Place(
              row.text(ID)
                  .map(id -> source + ":" + id)
                  .orElseGet(() -> file.ownId(source, "row-" + row.number)),
              name.get(),
              List.of(row.text(TYPE).map(PlaceWords::type).orElse(PlaceWords.ANY_TYPE)),
              row.position(latitude.get(), longitude.get()),
              row.text(VICINITY).orElse(""),
              row.importance()));
    }
  }

  private record Row(Map<String, String> cells, long number) {
    /// The first of these columns that has something in it.
    Optional<String> text(List<String> columns) {
      for (Map.Entry<String, String> cell : cells.entrySet()) {
        @Nullable String text = cell.getValue();
        if (columns.contains(normal(cell.getKey())) && text != null && !text.isBlank()) {
          return Optional.of(text.strip());
        }
      }
      return Optional.empty();
    }

    LatLon position(String latitude, String longitude) throws BadPlaceFile {
      try {
        return new LatLon(Decimals.of(latitude), Decimals.of(longitude));
      } catch (IllegalArgumentException e) {
        throw new BadPlaceFile(
            "row %,d: '%s', '%s' is no position (latitude -90 to 90, longitude -180 to 180)"
                .formatted(number, latitude, longitude),
            e);
      }
    }

    double importance() throws BadPlaceFile {
      Optional<String> text = text(IMPORTANCE);
      try {
        return text.isEmpty() ? 0 : Math.clamp(Decimals.of(text.get()), 0, 1);
      } catch (NumberFormatException e) {
        throw new BadPlaceFile(
            "row %,d: the importance '%s' is no number".formatted(number, text.orElse("")), e);
      }
    }
  }
}
