package org.placeherd.places.importing;

import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  /// @param number of the row, from 1
  /// @param columns what columns the file has
  ParquetRow(StructAccessor row, long number, Set<String> columns) {
    this.row = row;
    this.number = number;
    this.columns = columns;
  }

  /// @param ownId what it is called where the row has no id
  void read(String ownId, PlaceSink sink) throws IOException, BadPlaceFile {
    Optional<String> name =
        first(List.of(struct("names").flatMap(names -> text(names, "primary")), text("name")));
    Optional<LatLon> position = position();
    if (name.isEmpty()) {
      sink.skipped("without a name");
    } else if (position.isEmpty()) {
      sink.skipped("without a position");
    } else if (isClosed()) {
      sink.skipped("closed for good");
    } else {
      sources().forEach(each -> text(each, "license").ifPresent(sink::terms));
      sink.place(
          new Place(
              id(ownId),
              name.get(),
              List.of(type().map(OvertureTypes::typeOf).orElse(PlaceWords.ANY_TYPE)),
              position.get(),
              vicinity(),
              confidence(),
              credits()));
    }
  }

  private String id(String ownId) {
    return text("fsq_place_id")
        .map(id -> "fsq:" + id)
        .or(() -> text("id").map(id -> "overture:" + id))
        .orElse(ownId);
  }

  private Optional<LatLon> position() throws BadPlaceFile {
    try {
      if (has("latitude") && has("longitude")) {
        return Optional.of(new LatLon(row.getDouble("latitude"), row.getDouble("longitude")));
      }
      return has("geometry") ? point(row.getBinary("geometry")) : Optional.empty();
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
        text("operating_status").filter("permanently_closed"::equals).isPresent();
    return isOvertureClosed || has("date_closed");
  }

  private Optional<String> type() {
    return first(
        List.of(
            struct("taxonomy").flatMap(taxonomy -> text(taxonomy, "primary")),
            struct("categories").flatMap(categories -> text(categories, "primary")),
            text("basic_category"),
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
            first(List.of(address.flatMap(found -> text(found, overture)), text(foursquare)));
    return Stream.of(either.apply("freeform", "address"), either.apply("locality", "locality"))
        .flatMap(Optional::stream)
        .reduce((street, town) -> street + ", " + town)
        .orElse("");
  }

  private double confidence() {
    return has("confidence") && row.getValue("confidence") instanceof Number confidence
        ? Math.clamp(confidence.doubleValue(), 0, 1)
        : 0;
  }

  private List<String> credits() {
    List<String> credits = new ArrayList<>();
    for (PqStruct each : sources()) {
      OvertureCredits.of(text(each, "dataset"), text(each, "license")).ifPresent(credits::add);
    }
    return OvertureCredits.set(credits);
  }

  private List<PqStruct> sources() {
    return list("sources").map(PqList::structs).orElse(List.of());
  }

  private Optional<PqStruct> struct(String column) {
    return has(column) ? Optional.ofNullable(row.getStruct(column)) : Optional.empty();
  }

  private Optional<PqList> list(String column) {
    return has(column) ? Optional.ofNullable(row.getList(column)) : Optional.empty();
  }

  private boolean has(String column) {
    return columns.contains(column) && !row.isNull(column);
  }

  private Optional<String> text(String column) {
    return has(column) ? notBlank(row.getString(column)) : Optional.empty();
  }

  /// A text within a column that has several.
  private static Optional<String> text(PqStruct struct, String field) {
    for (int i = 0; i < struct.getFieldCount(); i++) {
      if (struct.getFieldName(i).equals(field)) {
        return struct.isNull(field) ? Optional.empty() : notBlank(struct.getString(field));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> notBlank(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
  }

  private static Optional<String> first(List<Optional<String>> texts) {
    return texts.stream().flatMap(Optional::stream).findFirst();
  }
}
