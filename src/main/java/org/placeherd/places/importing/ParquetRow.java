package org.placeherd.places.importing;

import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;
import org.placeherd.places.Place;

/// A row of a Parquet file, read as Overture's or as Foursquare's. Any column may be missing or
/// null.
final class ParquetRow {
  private static final int WKB_POINT_BYTES = 21;
  private static final int WKB_POINT = 1;

  private final StructAccessor row;
  private final long number;
  private final Set<String> columns;

  ParquetRow(StructAccessor row, long number) {
    this.row = row;
    this.number = number;
    this.columns = columns(row);
  }

  private static Set<String> columns(StructAccessor struct) {
    Set<String> columns = new HashSet<>();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      columns.add(struct.getFieldName(i));
    }
    return columns;
  }

  /// Refuses a file without what a place needs.
  void checkColumns() throws BadPlaceFile {
    boolean isOverture = columns.containsAll(Set.of("names", "geometry"));
    boolean isFoursquare = columns.containsAll(Set.of("name", "latitude", "longitude"));
    if (!isOverture && !isFoursquare) {
      throw new BadPlaceFile(
          "its columns are neither Overture's (names, geometry) nor Foursquare's (name, latitude,"
              + " longitude): "
              + columns.stream().sorted().toList());
    }
  }

  void read(String source, PlaceSink sink) throws IOException, BadPlaceFile {
    Optional<String> name =
        first(List.of(struct("names").flatMap(names -> text(names, "primary")), text(row, "name")));
    Optional<LatLon> position = position();
    if (name.isEmpty()) {
      sink.skipped("without a name");
    } else if (position.isEmpty()) {
      sink.skipped("without a position");
    } else if (isClosed()) {
      sink.skipped("closed for good");
    } else {
      licences(sink);
      sink.place(
          new Place(
              id(source),
              name.get(),
              List.of(type().map(OvertureTypes::typeOf).orElse(PlaceWords.ANY_TYPE)),
              position.get(),
              vicinity(),
              confidence()));
    }
  }

  private String id(String source) {
    return text(row, "fsq_place_id")
        .map(id -> "fsq:" + id)
        .or(() -> text(row, "id").map(id -> "overture:" + id))
        .orElseGet(() -> source + ":row-" + number);
  }

  private Optional<LatLon> position() throws BadPlaceFile {
    try {
      if (has(row, "latitude") && has(row, "longitude")) {
        return Optional.of(new LatLon(row.getDouble("latitude"), row.getDouble("longitude")));
      }
      return has(row, "geometry") ? point(row.getBinary("geometry")) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new BadPlaceFile("row %,d: %s".formatted(number, e.getMessage()), e);
    }
  }

  /// A point as OGC 06-103r4, section 8.2, writes it: order of bytes, type, longitude, latitude.
  private static Optional<LatLon> point(byte[] wkb) {
    if (wkb.length < WKB_POINT_BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(wkb);
    bytes.order(bytes.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt() != WKB_POINT) {
      return Optional.empty();
    }
    double longitude = bytes.getDouble();
    return Optional.of(new LatLon(bytes.getDouble(), longitude));
  }

  private boolean isClosed() {
    boolean isOvertureClosed =
        text(row, "operating_status").filter("permanently_closed"::equals).isPresent();
    return isOvertureClosed || has(row, "date_closed");
  }

  private Optional<String> type() {
    return first(
        List.of(
            struct("taxonomy").flatMap(taxonomy -> text(taxonomy, "primary")),
            struct("categories").flatMap(categories -> text(categories, "primary")),
            text(row, "basic_category"),
            firstLabel()));
  }

  /// Foursquare's labels are paths: `Dining and Drinking > Cafe, Coffee, and Tea House`.
  private Optional<String> firstLabel() {
    return list("fsq_category_labels")
        .filter(labels -> !labels.isEmpty())
        .map(labels -> labels.strings().getFirst())
        .map(path -> path.substring(path.lastIndexOf('>') + 1));
  }

  private String vicinity() {
    Optional<PqStruct> address =
        list("addresses").filter(all -> !all.isEmpty()).map(all -> all.structs().getFirst());
    BiFunction<String, String, Optional<String>> either =
        (overture, foursquare) ->
            first(List.of(address.flatMap(found -> text(found, overture)), text(row, foursquare)));
    return Stream.of(either.apply("freeform", "address"), either.apply("locality", "locality"))
        .flatMap(Optional::stream)
        .reduce((street, town) -> street + ", " + town)
        .orElse("");
  }

  private double confidence() {
    return has(row, "confidence") && row.getValue("confidence") instanceof Number confidence
        ? Math.clamp(confidence.doubleValue(), 0, 1)
        : 0;
  }

  private void licences(PlaceSink sink) {
    list("sources")
        .ifPresent(sources -> {
          for (PqStruct each : sources.structs()) {
            text(each, "license").ifPresent(sink::terms);
          }
        });
  }

  private Optional<PqStruct> struct(String column) {
    return has(row, column) ? Optional.ofNullable(row.getStruct(column)) : Optional.empty();
  }

  private Optional<PqList> list(String column) {
    return has(row, column) ? Optional.ofNullable(row.getList(column)) : Optional.empty();
  }

  private boolean has(StructAccessor struct, String column) {
    return columns(struct).contains(column) && !struct.isNull(column);
  }

  private Optional<String> text(StructAccessor struct, String column) {
    return has(struct, column)
        ? Optional.ofNullable(struct.getString(column)).map(String::strip).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private static Optional<String> first(List<Optional<String>> texts) {
    return texts.stream().flatMap(Optional::stream).findFirst();
  }
}
