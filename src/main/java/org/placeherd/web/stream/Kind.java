package org.placeherd.web.stream;

/// What a change is to somebody who follows.
enum Kind {
  /// Nothing: the filter keeps it away.
  NONE(""),
  /// A client is where it was not.
  POSITION("position"),
  /// A client has left the area.
  LEFT("left"),
  /// A client was deleted.
  GONE("gone");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /// What stands for it in an event.
  String word() {
    return word;
  }
}
