package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.placeherd.geo.LatLon;

/// What the index keeps of a place: its exact position, and its texts as they stand in a reply, so
/// that a reply is copied together.
///
/// Latitude and longitude in degrees, 8 bytes each; the numbers of its types and of its credits in
/// the index's lists, 4 each; then latitude, longitude, name, id and vicinity as JSON writes them,
/// each behind its length in 2 bytes. Little-endian.
final class PlaceRecord {
  /// The texts, in this order.
  static final int LATITUDE = 0;

  static final int LONGITUDE = 1;
  static final int NAME = 2;
  static final int ID = 3;
  static final int VICINITY = 4;

  /// A text that is longer in UTF-8 is refused: no name is.
  static final int TEXT_BYTES_MAX = 4_096;

  private static final int TEXTS = 5;
  private static final int TYPES_AT = 16;
  private static final int CREDITS_AT = 20;
  private static final int TEXTS_AT = 24;
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  /// Where each text begins, and where the last ends.
  private final int[] textFrom = new int[TEXTS + 1];

  private PlaceRecord(byte[] bytes) {
    this.bytes = bytes;
    int at = TEXTS_AT;
    for (int text = 0; text < TEXTS; text++) {
      int length = (short) SHORT.get(bytes, at) & 0xFFFF;
      textFrom[text] = at + Short.BYTES;
      at += Short.BYTES + length;
    }
    textFrom[TEXTS] = at + Short.BYTES;
  }

  /// The record in these bytes, which are copied.
  static PlaceRecord of(BytesRef value) {
    return new PlaceRecord(
        Arrays.copyOfRange(value.bytes, value.offset, value.offset + value.length));
  }

  /// The bytes to keep of a place.
  ///
  /// @throws IllegalArgumentException when a text is too long
  static byte[] bytes(Place place, int types, int credits) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(160);
    byte[] head = new byte[TEXTS_AT];
    DOUBLE.set(head, 0, place.position().latitudeDegrees());
    DOUBLE.set(head, Double.BYTES, place.position().longitudeDegrees());
    INT.set(head, TYPES_AT, types);
    INT.set(head, CREDITS_AT, credits);
    out.writeBytes(head);
    put(out, plain(place.position().latitudeDegrees()));
    put(out, plain(place.position().longitudeDegrees()));
    put(out, escaped(place.name()));
    put(out, escaped(place.id()));
    put(out, escaped(place.vicinity()));
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    if (utf8.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a text of %,d bytes is too long (%,d are the most)"
              .formatted(utf8.length, TEXT_BYTES_MAX));
    }
    byte[] length = new byte[Short.BYTES];
    SHORT.set(length, 0, (short) utf8.length);
    out.writeBytes(length);
    out.writeBytes(utf8);
  }

  private static String plain(double degrees) {
    return BigDecimal.valueOf(degrees).toPlainString();
  }

  private static String escaped(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  LatLon position() {
    return new LatLon((double) DOUBLE.get(bytes, 0), (double) DOUBLE.get(bytes, Double.BYTES));
  }

  /// The number of its types in the index's list.
  int types() {
    return (int) INT.get(bytes, TYPES_AT);
  }

  /// The number of its credits in the index's list.
  int credits() {
    return (int) INT.get(bytes, CREDITS_AT);
  }

  /// All texts together.
  int textBytes() {
    return bytes.length - TEXTS_AT - TEXTS * Short.BYTES;
  }

  int length(int text) {
    return textFrom[text + 1] - Short.BYTES - textFrom[text];
  }

  /// Copies a text and returns where it ends.
  int copy(int text, byte[] into, int at) {
    int length = length(text);
    System.arraycopy(bytes, textFrom[text], into, at, length);
    return at + length;
  }
}
