package org.placeherd.phones;

/// Messages without a report in them, for one reason: to be counted and logged. They are no errors
/// of the app's, so it is answered as if they had been stored.
///
/// @param count how many of the request's messages, from 1 on
/// @param example what was wrong with the first; some of it text of strangers, so to be escaped in
///   a log
public record Unusable(Reason reason, int count, String example) {
  /// Longest example, in characters: enough to see what came.
  private static final int EXAMPLE_CHARACTERS_MAX = 100;

  /// Cuts the example to its length.
  public Unusable {
    example = example.substring(0, Math.min(example.length(), EXAMPLE_CHARACTERS_MAX));
  }

  Unusable oneMore() {
    return new Unusable(reason, count + 1, example);
  }

  /// Why there is no report.
  public enum Reason {
    /// A position is missing, off the sphere or said to be invalid.
    NO_FIX("no fix"),

    /// Its time is missing or no time from 1970 to 2262.
    NO_TIME("no time"),

    /// Nothing says who it is about.
    NO_CLIENT("no client"),

    /// Its token is not for the client that it says it is.
    NOT_ALLOWED("not allowed"),

    /// It is about something else: a sign of life, a waypoint, a visit.
    OTHER_MESSAGE("no report"),

    /// It is encrypted, and there is no key for it.
    ENCRYPTED("encrypted"),

    /// It cannot be read.
    MALFORMED("malformed"),

    /// It can be read, but is nothing that an app sends.
    UNKNOWN_SHAPE("unknown shape");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// A word or two for logs and metrics.
    public String words() {
      return words;
    }
  }
}
