package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;

/// Takes the key of a source out of what the source says, as it is and as it stands in JSON and in
/// a URL.
final class KeyBlot {
  /// In its place.
  private static final String BLOT = "(key)";

  /// A shorter key is no secret: what it is made of stands in any text.
  private static final int LENGTH_MIN = 8;

  private final List<String> forms;

  /// @param key empty where the source needs none
  KeyBlot(String key) {
    forms =
        key.length() < LENGTH_MIN
            ? List.of()
            : Stream.of(
                    key,
                    String.valueOf(JsonStringEncoder.getInstance().quoteAsString(key)),
                    URLEncoder.encode(key, UTF_8))
                .distinct()
                .toList();
  }

  /// The text without the key.
  String out(String text) {
    String blotted = text;
    for (String form : forms) {
      blotted = blotted.replace(form, BLOT);
    }
    return blotted;
  }

  /// Places and attributions without the key, also those that are shown as they came.
  FoundPlaces out(FoundPlaces found) {
    return forms.isEmpty()
        ? found
        : new FoundPlaces(
            found.places().stream().map(this::out).toList(),
            found.attributions().stream().map(this::out).toList(),
            found.isTruncated(),
            found.leftOut());
  }

  private FoundPlaces.Found out(FoundPlaces.Found place) {
    return new FoundPlaces.Found(
        place.position(), out(place.name()), place.types(), place.isClosed(), out(place.json()));
  }
}
