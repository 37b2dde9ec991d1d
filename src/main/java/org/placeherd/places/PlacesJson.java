package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes replies of the embedded index in the shape of Google's legacy Nearby Search, by copying
/// bytes: only what lies between the texts of a [PlaceRecord] stands here.
final class PlacesJson {
  private static final byte[] FIRST = bytes("\n");
  private static final byte[] NEXT = bytes(",\n");
  private static final byte[] LATITUDE =
      bytes(
          """
              {
                "business_status": "OPERATIONAL",
                "geometry": {
                  "location": {
                    "lat": \
          """);
  private static final byte[] LONGITUDE =
      bytes(
          """
          ,
                    "lng": \
          """);
  private static final byte[] NAME =
      bytes(
          """

                  }
                },
                "name": "\
          """);
  private static final byte[] ID =
      bytes(
          """
          ",
                "place_id": "\
          """);
  private static final byte[] REFERENCE =
      bytes(
          """
          ",
                "reference": "\
          """);
  private static final byte[] TYPES =
      bytes(
          """
          ",
                "types": [
          """);
  private static final byte[] VICINITY =
      bytes(
          """

                ],
                "vicinity": "\
          """);
  private static final byte[] DISTANCE =
      bytes(
          """
          ",
                "x_herd": {
                  "provider": "%s",
                  "distance_m": \
          """
              .formatted(EmbeddedPlaces.NAME));
  private static final byte[] END =
      bytes(
          """

                }
              }\
          """);
  private static final int AROUND_BYTES =
      NEXT.length
          + LATITUDE.length
          + LONGITUDE.length
          + NAME.length
          + ID.length
          + REFERENCE.length
          + TYPES.length
          + VICINITY.length
          + DISTANCE.length
          + END.length;

  private PlacesJson() {}

  /// A place of a reply.
  static final class Result {
    private final PlaceRecord place;
    private final byte[] types;
    private final double metres;

    /// @param types what [#types] wrote of it
    Result(PlaceRecord place, byte[] types, double metres) {
      this.place = place;
      this.types = types;
      this.metres = metres;
    }
  }

  /// What stands around the results, prepared once.
  static final class Frame {
    private final List<String> attributions;

    /// Up to the results.
    private final byte[] head;

    /// From the results on; the same where there are none to show; the same where there are none.
    private final byte[] ok;

    private final byte[] okEmpty;
    private final byte[] zeroResults;

    private Frame(List<String> attributions, byte[] ok, byte[] okEmpty, byte[] zeroResults) {
      this.attributions = attributions;
      this.head = bytes(head(attributions));
      this.ok = ok;
      this.okEmpty = okEmpty;
      this.zeroResults = zeroResults;
    }

    /// @param attributions what must be shown with the places, HTML
    /// @param asOf the date of the data, ISO 8601
    static Frame of(Collection<String> attributions, String asOf) {
      String ok = tail("OK", asOf);
      return new Frame(
          List.copyOf(attributions),
          bytes("\n  " + ok),
          bytes(ok),
          bytes(tail("ZERO_RESULTS", asOf)));
    }

    /// The same with more that must be shown behind it.
    Frame with(Collection<String> credits) {
      return new Frame(
          Stream.concat(attributions.stream(), credits.stream()).distinct().toList(),
          ok,
          okEmpty,
          zeroResults);
    }

    private static String head(List<String> attributions) {
      String quoted =
          attributions.stream()
              .map(text -> "\n    " + quote(text))
              .collect(Collectors.joining(","));
      return "{\n  \"html_attributions\": ["
          + (quoted.isEmpty() ? "" : quoted + "\n  ")
          + "],\n  \"results\": [";
    }

    private static String tail(String status, String asOf) {
      return """
      ],
        "status": "%s",
        "x_herd": {
          "provider": "%s",
          "fallback": false,
          "cache": "miss",
          "as_of": %s
        }
      }\
      """
          .formatted(status, EmbeddedPlaces.NAME, quote(asOf));
    }
  }

  /// The types of a place as they stand in a result.
  static byte[] types(List<String> types) {
    return bytes(
        types.stream().map(type -> "        " + quote(type)).collect(Collectors.joining(",\n")));
  }

  /// A whole reply.
  ///
  /// @param results in this order
  /// @param anythingNear whether the status is `OK` or `ZERO_RESULTS`
  static byte[] reply(Frame frame, List<Result> results, boolean anythingNear) {
    byte[] tail = !results.isEmpty() ? frame.ok : anythingNear ? frame.okEmpty : frame.zeroResults;
    int length = frame.head.length + tail.length + (results.isEmpty() ? 0 : FIRST.length);
    for (Result result : results) {
      length += length(result);
    }
    byte[] reply = new byte[length - (results.isEmpty() ? 0 : NEXT.length)];
    int at = append(reply, 0, frame.head);
    for (int i = 0; i < results.size(); i++) {
      at = append(reply, at, i == 0 ? FIRST : NEXT);
      at = append(reply, at, results.get(i));
    }
    append(reply, at, tail);
    return reply;
  }

  private static int length(Result result) {
    return AROUND_BYTES
        + result.place.textBytes()
        + result.place.length(PlaceRecord.ID)
        + result.types.length
        + distanceLength(result.metres);
  }

  private static int append(byte[] reply, int from, Result result) {
    PlaceRecord place = result.place;
    int at = append(reply, from, LATITUDE);
    at = append(reply, place.copy(PlaceRecord.LATITUDE, reply, at), LONGITUDE);
    at = append(reply, place.copy(PlaceRecord.LONGITUDE, reply, at), NAME);
    at = append(reply, place.copy(PlaceRecord.NAME, reply, at), ID);
    at = append(reply, place.copy(PlaceRecord.ID, reply, at), REFERENCE);
    at = append(reply, place.copy(PlaceRecord.ID, reply, at), TYPES);
    at = append(reply, append(reply, at, result.types), VICINITY);
    at = append(reply, place.copy(PlaceRecord.VICINITY, reply, at), DISTANCE);
    return append(reply, appendDistance(reply, at, result.metres), END);
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

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
