package org.placeherd.wire;

/// Where the fields of one line stand. Fields beyond the bound are not told apart.
final class Fields {
  /// IAMAT has four fields, AT six, WHATSAT up to seven; one more is enough to see that there are
  /// more.
  private static final int MAX_FIELDS = WhatsatFields.MAX_FIELDS + 1;

  private final int[] starts = new int[MAX_FIELDS];
  private final int[] ends = new int[MAX_FIELDS];
  private int count;

  /// Looks for the fields of `bytes[from … to)`.
  void split(byte[] bytes, int from, int to) {
    count = 0;
    int at = from;
    while (count < MAX_FIELDS) {
      while (at < to && Scan.isWhiteSpace(bytes[at])) {
        at++;
      }
      if (at == to) {
        return;
      }
      starts[count] = at;
      while (at < to && !Scan.isWhiteSpace(bytes[at])) {
        at++;
      }
      ends[count++] = at;
    }
  }

  int count() {
    return count;
  }

  int from(int field) {
    return starts[field];
  }

  int to(int field) {
    return ends[field];
  }

  int length(int field) {
    return ends[field] - starts[field];
  }

  /// Whether a field is this word.
  boolean isWord(byte[] bytes, int field, byte[] word) {
    return length(field) == word.length && startsWith(bytes, field, word);
  }

  /// Whether a field begins with this word.
  boolean startsWith(byte[] bytes, int field, byte[] word) {
    if (length(field) < word.length) {
      return false;
    }
    int from = starts[field];
    for (int i = 0; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
