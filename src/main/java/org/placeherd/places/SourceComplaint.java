package org.placeherd.places;

import java.util.regex.Pattern;

/// What a source says went wrong, fit to be shown: short, of one line, and without the key.
final class SourceComplaint {
  private static final int CHARACTERS_MAX = 200;

  /// White space, and what moves the cursor or turns the direction of writing.
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private static final int TOO_MANY_REQUESTS = 429;

  private SourceComplaint() {}

  /// The words of a source.
  ///
  /// @param key what is blotted out; empty where there is none
  static String words(String text, String key) {
    String blotted = key.isEmpty() ? text : text.replace(key, "(key)");
    String line = NOT_SHOWN.matcher(blotted).replaceAll(" ").strip();
    return line.substring(0, Math.min(line.length(), CHARACTERS_MAX));
  }

  /// The failure that a status of HTTP means where nothing more is known.
  ///
  /// @param words what the source says besides; may be empty
  static UpstreamFailure ofStatus(String source, int status, long retryAfterSeconds, String words) {
    return new UpstreamFailure(
        kind(status),
        "%s answered with status %d%s"
            .formatted(source, status, words.isEmpty() ? "" : ": " + words),
        retryAfterSeconds);
  }

  private static UpstreamFailure.Kind kind(int status) {
    return switch (status) {
      case 401, 403 -> UpstreamFailure.Kind.REQUEST_DENIED;
      case TOO_MANY_REQUESTS -> UpstreamFailure.Kind.OVER_QUERY_LIMIT;
      case 400, 404, 405, 406, 413, 414, 415, 422 -> UpstreamFailure.Kind.INVALID_REQUEST;
      default -> UpstreamFailure.Kind.UNKNOWN_ERROR;
    };
  }
}
