package org.placeherd.places;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of an index in a [PlacesFolder], and of its directory: `geonames-7`.
///
/// @param source what its places are listed under
/// @param number from 1; a later index of the folder has a larger one
record IndexName(String source, long number) {
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_]{1,40}");
  private static final Pattern SHAPE = Pattern.compile("(" + SOURCE + ")-([1-9][0-9]{0,17})");

  /// The index that is called so; nothing where the text has another shape, such as that of a path.
  static Optional<IndexName> of(String text) {
    Matcher shape = SHAPE.matcher(text);
    return shape.matches()
        ? Optional.of(new IndexName(shape.group(1), Long.parseLong(shape.group(2))))
        : Optional.empty();
  }

  /// Whether a source may have this name.
  static boolean canBeOf(String source) {
    return SOURCE.matcher(source).matches();
  }

  /// As it stands in `CURRENT` and on the disk.
  @Override
  public String toString() {
    return source + "-" + number;
  }
}
