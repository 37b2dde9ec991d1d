package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Reads a message in the encoding of Protocol Buffers (protobuf.dev, "Encoding"), field by field.
///
/// Its own, for the one library that reads OpenStreetMap's files so is under the LGPL and brings a
/// runtime of protobuf with it, and a reader for five message types needs a page.
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_BITS_MAX = 64;

  private final byte[] bytes;
  private int at;
  private final int end;
  private int wireType;

  private Protobuf(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  static Protobuf of(byte[] bytes) {
    return new Protobuf(bytes, 0, bytes.length);
  }

  boolean hasMore() {
    return at < end;
  }

  /// The number of the next field, whose value must be read or skipped.
  int field() throws BadPlaceFile {
    int tag = (int) varint();
    wireType = tag & 7;
    return tag >>> 3;
  }

  void skip() throws BadPlaceFile {
    switch (wireType) {
      case VARINT -> {
        long _ = varint();
      }
      case FIXED64 -> move(Long.BYTES);
      case LENGTH_DELIMITED -> move(length());
      case FIXED32 -> move(Integer.BYTES);
      default -> throw new BadPlaceFile("it is damaged: there is no wire type " + wireType);
    }
  }

  long varint() throws BadPlaceFile {
    long value = 0;
    for (int shift = 0; shift < VARINT_BITS_MAX; shift += 7) {
      if (at >= end) {
        throw new BadPlaceFile("it is damaged: a number is cut");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BadPlaceFile("it is damaged: a number is too long");
  }

  /// A number that may be negative (zigzag).
  long signed() throws BadPlaceFile {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  /// A message, or a packed list, within this.
  Protobuf message() throws BadPlaceFile {
    int length = length();
    Protobuf inner = new Protobuf(bytes, at, at + length);
    at += length;
    return inner;
  }

  byte[] byteArray() throws BadPlaceFile {
    Protobuf inner = message();
    byte[] copy = new byte[inner.end - inner.at];
    System.arraycopy(bytes, inner.at, copy, 0, copy.length);
    return copy;
  }

  String text() throws BadPlaceFile {
    Protobuf inner = message();
    return new String(bytes, inner.at, inner.end - inner.at, UTF_8);
  }

  private int length() throws BadPlaceFile {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new BadPlaceFile("it is damaged: a field is longer than what it stands in");
    }
    return (int) length;
  }

  private void move(int length) throws BadPlaceFile {
    if (length > end - at) {
      throw new BadPlaceFile("it is damaged: a field is longer than what it stands in");
    }
    at += length;
  }
}
