package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Parquet files of Overture's places (docs.overturemaps.org, "Places") and of Foursquare's open
/// ones (docs.foursquare.com, "FSQ OS Places").
final class GeoParquet implements PlaceFormat {
  private static final String MAGIC = "PAR1";

  /// The library tells at INFO that it does without the vector module. Held here because a logger
  /// that nobody holds forgets its level.
  private static final Logger LIBRARY =
      Logger.getLogger("dev.hardwood.internal.encoding.simd.VectorSupport");

  static {
    LIBRARY.setLevel(Level.WARNING);
  }

  /// What most of Overture's places come under; what the file says of single ones is listed.
  private static final Terms OVERTURE =
      new Terms(
          "overture",
          "© <a href=\"https://docs.overturemaps.org/attribution/\">Overture Maps Foundation</a>",
          "CDLA-Permissive-2.0");

  private static final Terms FOURSQUARE =
      new Terms("fsq", "Foursquare OS Places, © Foursquare Labs, Inc.", "Apache-2.0");

  @Override
  public String name() {
    return "GeoParquet";
  }

  @Override
  public Terms terms(PlaceFile file) throws IOException, BadPlaceFile {
    checkEnd(file.path());
    try (ParquetFileReader parquet = opened(file.path())) {
      return terms(columns(parquet));
    }
  }

  /// Whose places have these columns.
  static Terms terms(Set<String> columns) throws BadPlaceFile {
    if (columns.containsAll(Set.of("names", "geometry"))) {
      return OVERTURE;
    }
    if (columns.containsAll(Set.of("name", "latitude", "longitude"))) {
      return FOURSQUARE;
    }
    throw new BadPlaceFile(
        "its columns are neither Overture's (names, geometry) nor Foursquare's (name, latitude,"
            + " longitude): "
            + columns.stream().sorted().toList());
  }

  private static Set<String> columns(ParquetFileReader parquet) {
    return parquet.getFileSchema().getRootNode().children().stream()
        .map(SchemaNode::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean accepts(byte[] head) {
    return new String(head, 0, Math.min(head.length, MAGIC.length()), US_ASCII).equals(MAGIC);
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    long number = 0;
    try (ParquetFileReader parquet = opened(file.path());
        RowReader rows = parquet.rowReader()) {
      Set<String> columns = columns(parquet);
      long count = parquet.getFileMetaData().numRows();
      long bytes = Files.size(file.path());
      while (rows.hasNext()) {
        number++;
        rows.next();
        new ParquetRow(rows, number, columns).read(file.ownId(source, "row-" + number), sink);
        file.wasRead(bytes * number / Math.max(1, count));
      }
    } catch (UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException
        | IndexOutOfBoundsException e) {
      throw new BadPlaceFile(
          "row %,d cannot be read (%s); is it truncated or damaged?"
              .formatted(number, e.getMessage()),
          e);
    }
  }

  /// What the library cannot read of the file's end it tells as an IOException, like the disk's, or
  /// stumbles over it.
  private static ParquetFileReader opened(Path path) throws BadPlaceFile {
    try {
      return ParquetFileReader.open(InputFile.of(path));
    } catch (IOException | RuntimeException e) {
      throw new BadPlaceFile(
          "its end cannot be read (%s); is it truncated or damaged?".formatted(e.getMessage()), e);
    }
  }

  /// A Parquet file ends as it begins.
  private static void checkEnd(Path path) throws IOException, BadPlaceFile {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] end = new byte[MAGIC.length()];
      file.seek(Math.max(0, file.length() - end.length));
      file.readFully(end);
      if (!new String(end, US_ASCII).equals(MAGIC)) {
        throw new BadPlaceFile("its end is missing; is it truncated?");
      }
    }
  }
}
