package org.placeherd.places.importing;

import java.io.IOException;
import org.placeherd.places.Place;

/// Takes what a format finds in a file.
interface PlaceSink {
  /// A place.
  ///
  /// @throws BadPlaceFile when there are more types than an index can have
  void place(Place place) throws IOException, BadPlaceFile;

  /// The file is gone through once more.
  ///
  /// @param number which time it is, from 1
  /// @param times how often it is in all
  /// @param wanted what is looked for now: `ways`
  void pass(int number, int times, String wanted);

  /// Something that is no place for us.
  ///
  /// @param reason why, for the count: `without a name`
  void skipped(String reason);

  /// A licence or a data set that the file names for some of its places.
  void terms(String licence);
}
