package org.placeherd.places.importing;

import java.io.IOException;
import java.io.InputStream;

/// A format of files with places in them. To add one: a class like this, and its line in
/// [PlaceFormats].
interface PlaceFormat {
  /// What users call it.
  String name();

  /// Whether this may be such a file.
  ///
  /// @param head the first bytes, unpacked; at most 4 KiB
  boolean accepts(byte[] head);

  /// Terms that its places come under where nothing else is known.
  Terms terms();

  /// Reads all places of a file.
  ///
  /// @throws BadPlaceFile when it is truncated, or not what its head promised
  void read(InputStream file, PlaceSink sink) throws IOException, BadPlaceFile;

  /// What whoever shows the places must say.
  ///
  /// @param source the source's usual name: `geonames`
  /// @param attribution HTML; empty where nothing must be shown
  /// @param licence its usual name
  record Terms(String source, String attribution, String licence) {}
}
