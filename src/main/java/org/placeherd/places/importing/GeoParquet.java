package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Parquet files of Overture's places (docs.overturemaps.org, "Places") and of Foursquare's open
/// ones (docs.foursquare.com, "FSQ OS Places").
final class GeoParquet implements PlaceFormat {
  private static final String MAGIC = "PAR1";

  /// The licence most of Overture's places come under; what the file says of single ones is listed.
  private static final Terms TERMS =
      new Terms(
          "overture",
          "© <a href=\"https://docs.overturemaps.org/attribution/\">Overture Maps Foundation</a>",
          "CDLA-Permissive-2.0");

  @Override
  public String name() {
    return "GeoParquet";
  }

  @Override
  public Terms terms() {
    return TERMS;
  }

  @Override
  public boolean accepts(byte[] head) {
    return new String(head, 0, Math.min(head.length, MAGIC.length()), US_ASCII).equals(MAGIC);
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    checkEnd(file.path());
    long number = 0;
    try (ParquetFileReader parquet = opened(file.path());
        RowReader rows = parquet.rowReader()) {
      while (rows.hasNext()) {
        number++;
        rows.next();
        ParquetRow row = new ParquetRow(rows, number);
        if (number == 1) {
          row.checkColumns();
        }
        row.read(source, sink);
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

  /// What the library cannot read of the file's end it tells as an IOException, like the disk's.
  private static ParquetFileReader opened(Path path) throws BadPlaceFile {
    try {
      return ParquetFileReader.open(InputFile.of(path));
    } catch (IOException e) {
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
