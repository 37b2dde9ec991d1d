package org.placeherd.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The fields that may follow the three operands of WHATSAT on a server that takes them: `type=`,
/// `name=` and `rank=`, in any order, each once at most.
final class WhatsatFields {
  /// The three, and the four fields before them.
  static final int MAX_FIELDS = 7;

  /// More than any name of a type has.
  private static final int TYPE_BYTES_MAX = 64;

  /// More than any name has.
  private static final int NAME_CHARACTERS_MAX = 256;

  private static final byte[] TYPE = ascii("type=");
  private static final byte[] NAME = ascii("name=");
  private static final byte[] BY_DISTANCE = ascii("rank=distance");
  private static final byte[] BY_IMPORTANCE = ascii("rank=importance");

  private WhatsatFields() {}

  /// Reads the fields from the fifth on into the line. Returns false where they are none of these.
  static boolean parse(byte[] bytes, Fields fields, Line line) {
    line.placeType = Optional.empty();
    line.placeName = Optional.empty();
    line.ranksByImportance = false;
    boolean isRanked = false;
    for (int field = 4; field < fields.count(); field++) {
      if (fields.startsWith(bytes, field, TYPE) && line.placeType.isEmpty()) {
        line.placeType = type(bytes, fields.from(field) + TYPE.length, fields.to(field));
        if (line.placeType.isEmpty()) {
          return false;
        }
      } else if (fields.startsWith(bytes, field, NAME) && line.placeName.isEmpty()) {
        line.placeName = name(bytes, fields.from(field) + NAME.length, fields.to(field));
        if (line.placeName.isEmpty()) {
          return false;
        }
      } else if (!isRanked && isRank(bytes, fields, field)) {
        isRanked = true;
        line.ranksByImportance = fields.isWord(bytes, field, BY_IMPORTANCE);
      } else {
        return false;
      }
    }
    return fields.count() <= MAX_FIELDS;
  }

  private static boolean isRank(byte[] bytes, Fields fields, int field) {
    return fields.isWord(bytes, field, BY_DISTANCE) || fields.isWord(bytes, field, BY_IMPORTANCE);
  }

  /// A type as Google writes them: small letters, digits and `_`.
  private static Optional<String> type(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (!(b >= 'a' && b <= 'z') && !(b >= '0' && b <= '9') && b != '_') {
        return Optional.empty();
      }
    }
    return from == to || to - from > TYPE_BYTES_MAX
        ? Optional.empty()
        : Optional.of(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
  }

  /// UTF-8 in which `+` is a space and `%` comes before the two hexadecimal digits of a byte.
  private static Optional<String> name(byte[] bytes, int from, int to) {
    ByteBuffer plain = ByteBuffer.allocate(to - from);
    for (int at = from; at < to; at++) {
      if (bytes[at] != '%') {
        plain.put(bytes[at] == '+' ? (byte) ' ' : bytes[at]);
      } else {
        int value = at + 2 < to ? hex(bytes[at + 1], bytes[at + 2]) : -1;
        if (value < 0) {
          return Optional.empty();
        }
        plain.put((byte) value);
        at += 2;
      }
    }
    return text(plain.flip())
        .filter(name -> !name.isBlank() && name.length() <= NAME_CHARACTERS_MAX)
        .filter(name -> name.chars().noneMatch(Character::isISOControl));
  }

  /// The byte of two hexadecimal digits, or −1.
  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first << 4 | second;
  }

  private static Optional<String> text(ByteBuffer utf8) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
