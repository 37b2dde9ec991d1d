package org.placeherd.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.placeherd.wire.AtLine;

/// The servers that reports name, the herd's own first and others as they are mentioned, so that
/// the table keeps two bytes a report and not a name.
final class ServerNames {
  /// More servers than any herd has; a bound against a peer that makes names up.
  static final int MAX_SERVERS = 4_096;

  /// No number: the table of names is full.
  static final int NONE = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<byte[]> names = new ArrayList<>();
  private final List<byte[]> prefixes = new ArrayList<>();
  private long[] digests = new long[16];
  private int latest = NONE;

  /// Gives the server a number though nobody has mentioned it yet.
  void expect(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int number = number(bytes, 0, bytes.length);
    if (number == NONE) {
      throw new IllegalArgumentException("a herd has no more than " + MAX_SERVERS + " servers");
    }
  }

  /// The number of the server named `bytes[from … to)`, or [#NONE].
  int number(byte[] bytes, int from, int to) {
    if (latest != NONE && equals(names.get(latest), bytes, from, to)) {
      return latest;
    }
    String name = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    Integer known = numbers.get(name);
    if (known == null) {
      if (names.size() == MAX_SERVERS) {
        return NONE;
      }
      known = names.size();
      byte[] copy = name.getBytes(StandardCharsets.ISO_8859_1);
      numbers.put(name, known);
      names.add(copy);
      prefixes.add(AtLine.prefix(copy));
      if (known == digests.length) {
        digests = Arrays.copyOf(digests, known * 2);
      }
      byte[] slack = Arrays.copyOf(copy, copy.length + ReportDigest.SLACK_BYTES);
      digests[known] = ReportDigest.of(slack, 0, copy.length);
    }
    latest = known;
    return known;
  }

  byte[] name(int number) {
    return names.get(number);
  }

  /// The digest of the name.
  long digest(int number) {
    return digests[number];
  }

  /// `AT <server> `.
  byte[] prefix(int number) {
    return prefixes.get(number);
  }

  private static boolean equals(byte[] name, byte[] bytes, int from, int to) {
    return Arrays.equals(name, 0, name.length, bytes, from, to);
  }
}
