package org.placeherd.places.importing;

import java.io.IOException;

/// A format of files with places in them. To add one: a class like this, and its line in
/// [PlaceFormats].
interface PlaceFormat {
  /// What users call it.
  String name();

  /// Whether this may be such a file.
  ///
  /// @param head the first bytes, unpacked; at most [PlaceFile#HEAD_BYTES]
  boolean accepts(byte[] head);

  /// Terms that a file's places come under where nothing else is known.
  ///
  /// @throws BadPlaceFile when it is not what its head promised
  Terms terms(PlaceFile file) throws IOException, BadPlaceFile;

  /// How often [#read] goes through a file.
  default int passes() {
    return 1;
  }

  /// Reads all places of a file.
  ///
  /// @param source the name of the source, for ids where the file has none that are known
  ///   everywhere
  /// @throws BadPlaceFile when it is truncated, or not what its head promised
  /// @throws IOException when it cannot be read, or the sink not written
  void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile;

  /// What whoever shows the places must say.
  ///
  /// @param source the source's usual name: `geonames`
  /// @param attribution HTML; empty where nothing must be shown
  /// @param licence its usual name
  record Terms(String source, String attribution, String licence) {}
}
