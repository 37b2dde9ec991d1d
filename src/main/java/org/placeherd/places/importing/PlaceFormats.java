package org.placeherd.places.importing;

import java.util.List;
import java.util.stream.Collectors;

/// The formats that can be imported.
final class PlaceFormats {
  /// Those that are told most surely come first.
  private static final List<PlaceFormat> ALL =
      List.of(
          new OsmPbf(), new OsmXml(), new GeoParquet(), new GeoJson(), new GeoNames(), new Csv());

  private PlaceFormats() {}

  /// The format of a file, by its content.
  ///
  /// @param head its first bytes, unpacked
  /// @throws BadPlaceFile when it is of none
  static PlaceFormat of(byte[] head) throws BadPlaceFile {
    if (head.length == 0) {
      throw new BadPlaceFile("it is empty");
    }
    for (PlaceFormat format : ALL) {
      if (format.accepts(head)) {
        return format;
      }
    }
    throw new BadPlaceFile(
        "it is of no known format; known are "
            + ALL.stream().map(PlaceFormat::name).collect(Collectors.joining(", ")));
  }
}
