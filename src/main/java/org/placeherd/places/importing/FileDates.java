package org.placeherd.places.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When files were made.
final class FileDates {
  private FileDates() {}

  /// The day on which a file was last written, in UTC.
  static LocalDate day(Path file) throws IOException {
    return LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
  }
}
