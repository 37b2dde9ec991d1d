package org.placeherd.places;

import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.standard.StandardAnalyzer;

/// What the index of places holds under which name, for who writes it and who reads it.
final class IndexFields {
  /// Points, and the same as values to sort by.
  static final String POSITION = "position";

  static final String POSITION_VALUE = "position-value";

  /// The words of the name.
  static final String NAME = "name";

  static final String IMPORTANCE = "importance";

  /// The place's id, so that a later place takes the place of an earlier one.
  static final String ID = "id";

  /// A [PlaceRecord].
  static final String RECORD = "record";

  private static final String TYPE = "type/";

  private IndexFields() {}

  /// The points of the places of a type: a field for each, so that a search for the nearest café is
  /// a search for the nearest.
  static String points(String type) {
    return TYPE + type;
  }

  /// The type whose places have this field; nothing where it is another field.
  static Optional<String> typeOf(String field) {
    return field.startsWith(TYPE) ? Optional.of(field.substring(TYPE.length())) : Optional.empty();
  }

  /// Cuts names, folded, into words.
  static Analyzer words() {
    return new StandardAnalyzer(CharArraySet.EMPTY_SET);
  }
}
