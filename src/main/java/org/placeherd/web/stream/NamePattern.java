package org.placeherd.web.stream;

/// Names of clients in which `*` stands for any bytes, or none, and all else for itself.
///
/// @param text the pattern, with a char for each byte
public record NamePattern(String text) {
  /// Most `*` of one pattern: each may be tried at each byte of a name.
  public static final int STARS_MAX = 8;

  private static final char STAR = '*';

  /// Whether a pattern has no more stars than it may.
  public static boolean isLegal(String text) {
    return text.chars().filter(each -> each == STAR).count() <= STARS_MAX;
  }

  /// What all names begin with that match.
  String head() {
    int star = text.indexOf(STAR);
    return star < 0 ? text : text.substring(0, star);
  }

  /// Where a later part does not fit, the latest star takes one byte more: earlier stars need not
  /// be looked at again.
  boolean matches(String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int starredTo = 0;
    while (at < name.length()) {
      if (in < text.length() && text.charAt(in) == STAR) {
        star = in++;
        starredTo = at;
      } else if (in < text.length() && text.charAt(in) == name.charAt(at)) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++starredTo;
      } else {
        return false;
      }
    }
    while (in < text.length() && text.charAt(in) == STAR) {
      in++;
    }
    return in == text.length();
  }
}
