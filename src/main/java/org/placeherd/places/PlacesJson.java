package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;

/// Writes replies in the shape of Google's legacy Nearby Search, by copying prepared bytes.
///
/// A result is prepared once, up to its distance, which is the only part that depends on the query.
/// Immutable; threads may share it.
final class PlacesJson {
  private static final byte[] FIRST = "\n".getBytes(UTF_8);
  private static final byte[] NEXT = ",\n".getBytes(UTF_8);
  private static final byte[] RESULT_END = "\n      }\n    }".getBytes(UTF_8);

  private final String provider;
  private final byte[] head;
  private final byte[] okTail;
  private final byte[] okEmptyTail;
  private final byte[] zeroResultsTail;

  /// @param attribution what must be shown with the places, HTML
  /// @param asOf the date of the data, ISO 8601
  PlacesJson(String provider, String attribution, String asOf) {
    this.provider = quote(provider);
    head =
        """
        {
          "html_attributions": [
            %s
          ],
          "results": [\
        """
            .formatted(quote(attribution))
            .getBytes(UTF_8);
    okTail = ("\n  " + end("OK", asOf)).getBytes(UTF_8);
    okEmptyTail = end("OK", asOf).getBytes(UTF_8);
    zeroResultsTail = end("ZERO_RESULTS", asOf).getBytes(UTF_8);
  }

  /// A reply from the end of its results on.
  private String end(String status, String asOf) {
    return """
    ],
      "status": "%s",
      "x_herd": {
        "provider": %s,
        "fallback": false,
        "cache": "miss",
        "as_of": %s
      }
    }\
    """
        .formatted(status, provider, quote(asOf));
  }

  /// A result up to the place where its distance goes.
  byte[] prepare(Place place) {
    return """
        {
          "business_status": "OPERATIONAL",
          "geometry": {
            "location": {
              "lat": %s,
              "lng": %s
            }
          },
          "name": %s,
          "place_id": %s,
          "reference": %s,
          "types": [
            %s,
            "point_of_interest",
            "establishment"
          ],
          "vicinity": %s,
          "x_herd": {
            "provider": %s,
            "distance_m": \
    """
        .formatted(
            plain(place.position().latitudeDegrees()),
            plain(place.position().longitudeDegrees()),
            quote(place.name()),
            quote(place.id()),
            quote(place.id()),
            quote(place.category()),
            quote(place.vicinity()),
            provider)
        .getBytes(UTF_8);
  }

  /// A whole reply.
  ///
  /// @param prepared all prepared results
  /// @param numbers which of them are shown, in this order
  /// @param metres their distances
  /// @param count how many of `numbers` and `metres` count
  /// @param anythingNear whether the status is `OK` or `ZERO_RESULTS`
  byte[] reply(byte[][] prepared, int[] numbers, double[] metres, int count, boolean anythingNear) {
    byte[] tail = count > 0 ? okTail : anythingNear ? okEmptyTail : zeroResultsTail;
    int length = head.length + tail.length;
    for (int i = 0; i < count; i++) {
      length += i == 0 ? FIRST.length : NEXT.length;
      length += prepared[numbers[i]].length + distanceLength(metres[i]) + RESULT_END.length;
    }
    byte[] reply = new byte[length];
    int at = append(reply, 0, head);
    for (int i = 0; i < count; i++) {
      at = append(reply, at, i == 0 ? FIRST : NEXT);
      at = append(reply, at, prepared[numbers[i]]);
      at = appendDistance(reply, at, metres[i]);
      at = append(reply, at, RESULT_END);
    }
    append(reply, at, tail);
    return reply;
  }

  private static int append(byte[] reply, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, reply, at, bytes.length);
    return at + bytes.length;
  }

  /// Metres with one decimal.
  private static int appendDistance(byte[] reply, int at, double metres) {
    long decimetres = Math.round(metres * 10);
    int end = at + distanceLength(metres);
    reply[end - 1] = (byte) ('0' + decimetres % 10);
    reply[end - 2] = '.';
    long whole = decimetres / 10;
    for (int i = end - 3; i >= at; i--) {
      reply[i] = (byte) ('0' + whole % 10);
      whole /= 10;
    }
    return end;
  }

  /// How many bytes `appendDistance` appends.
  private static int distanceLength(double metres) {
    int length = "0.0".length();
    for (long rest = Math.round(metres * 10) / 100; rest > 0; rest /= 10) {
      length++;
    }
    return length;
  }

  private static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String plain(double degrees) {
    return BigDecimal.valueOf(degrees).toPlainString();
  }
}
