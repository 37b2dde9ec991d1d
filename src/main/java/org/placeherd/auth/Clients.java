package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/// Which clients a token may report for: one, those whose names begin alike, or all.
public final class Clients {
  /// All there are.
  public static final Clients ALL = new Clients("", true);

  /// Longest name, in bytes: the protocol's.
  static final int NAME_BYTES_MAX = 255;

  private static final String ALL_WORD = "all";
  private static final String CLIENT_MARK = "client:";
  private static final String PREFIX_MARK = "prefix:";

  private final String name;
  private final byte[] bytes;
  private final boolean isPrefix;

  private Clients(String name, boolean isPrefix) {
    this.name = name;
    this.bytes = name.getBytes(UTF_8);
    this.isPrefix = isPrefix;
  }

  /// One client.
  ///
  /// @throws IllegalArgumentException if that is no client's name
  public static Clients one(String name) {
    return new Clients(legal(name), false);
  }

  /// All whose names begin so.
  ///
  /// @throws IllegalArgumentException if no client's name begins so
  public static Clients beginningWith(String prefix) {
    return new Clients(legal(prefix), true);
  }

  private static String legal(String name) {
    boolean isText = name.codePoints().noneMatch(Clients::isNoText);
    if (name.isEmpty() || !isText || name.getBytes(UTF_8).length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the name of a client has 1 to %d bytes, without white space and control characters"
              .formatted(NAME_BYTES_MAX));
    }
    return name;
  }

  private static boolean isNoText(int point) {
    return point == ' '
        || point == 0xFFFD
        || Character.isISOControl(point)
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /// Reads what [#toString] wrote.
  static Clients parse(String text) {
    if (text.equals(ALL_WORD)) {
      return ALL;
    }
    if (text.startsWith(CLIENT_MARK)) {
      return one(text.substring(CLIENT_MARK.length()));
    }
    if (text.startsWith(PREFIX_MARK)) {
      return beginningWith(text.substring(PREFIX_MARK.length()));
    }
    throw new IllegalArgumentException("the clients are all, client:NAME or prefix:NAME");
  }

  /// Whether the client whose name is `name[from … to)` is one of them.
  boolean cover(byte[] name, int from, int to) {
    int end = from + bytes.length;
    return (isPrefix ? end <= to : end == to)
        && Arrays.equals(name, from, end, bytes, 0, bytes.length);
  }

  /// The one client that they are; empty if they are several.
  Optional<String> only() {
    return isPrefix ? Optional.empty() : Optional.of(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Clients clients
        && clients.isPrefix == isPrefix
        && clients.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// As they stand in the file.
  @Override
  public String toString() {
    return !isPrefix ? CLIENT_MARK + name : name.isEmpty() ? ALL_WORD : PREFIX_MARK + name;
  }
}
