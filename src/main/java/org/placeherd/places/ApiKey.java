package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A key that a source wants. It never shows itself by accident.
public final class ApiKey {
  /// Where it is looked for if no file is named.
  public static final String VARIABLE = "GOOGLE_PLACES_API_KEY";

  private static final int BYTES_MAX = 4_096;

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /// A key; white space around it is dropped.
  ///
  /// @throws IllegalArgumentException when it cannot be one; the message does not show it
  public static ApiKey of(String text) {
    String key = text.strip();
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a key must be one word of ASCII");
    }
    return new ApiKey(key);
  }

  /// The key in a file, which holds nothing else.
  static ApiKey read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("it is too long for a key");
    }
    return of(Files.readString(file, UTF_8));
  }

  /// The key itself, to be sent and not to be shown.
  String text() {
    return text;
  }

  /// Not the key.
  @Override
  public String toString() {
    return "ApiKey(not shown)";
  }
}
