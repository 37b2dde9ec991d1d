package org.placeherd.wire;

/// The grammar of what servers of ours add to the old protocol: [CompareLine] and [TreeLine].
final class CompareGrammar {
  /// More reports than a leaf will ever have.
  private static final int MAX_COUNT_DIGITS = 8;

  private CompareGrammar() {}

  /// The kind of the line; [LineKind#INVALID] if it is none of them. The client of HAVE and GRAFT
  /// is left to the caller.
  static LineKind parse(byte[] bytes, Fields fields, Line line) {
    int count = fields.count();
    if (count == 0 || count > 4) {
      return LineKind.INVALID;
    }
    line.number = Line.NO_NUMBER;
    line.bound = 0;
    line.runFrom = line.to;
    line.runTo = line.to;
    if (count <= 2 && fields.isWord(bytes, 0, CompareLine.COMPARE)) {
      return isQuestion(bytes, fields, line) ? LineKind.COMPARE : LineKind.INVALID;
    }
    if (count == 3 && fields.isWord(bytes, 0, CompareLine.TOP)) {
      boolean right =
          isNumber(bytes, fields, CompareLine.BUCKET_DIGITS, line)
              && isRun(bytes, fields, 2, Radix64.LONG_CHARACTERS, line);
      return right ? LineKind.TOP : LineKind.INVALID;
    }
    if (count == 3 && fields.isWord(bytes, 0, CompareLine.LEAVES)) {
      boolean right =
          isNumber(bytes, fields, CompareLine.LEAF_DIGITS, line)
              && isRun(bytes, fields, 2, Radix64.SHORT_CHARACTERS, line);
      return right ? LineKind.LEAVES : LineKind.INVALID;
    }
    if (count >= 3 && fields.isWord(bytes, 0, CompareLine.LIST)) {
      return isList(bytes, fields, line) ? LineKind.LIST : LineKind.INVALID;
    }
    if (count == 3 && fields.isWord(bytes, 0, TreeLine.HAVE)) {
      boolean right =
          fields.length(2) == 2 * Radix64.LONG_CHARACTERS
              && isRun(bytes, fields, 2, Radix64.LONG_CHARACTERS, line);
      return right ? LineKind.HAVE : LineKind.INVALID;
    }
    if (count <= 2 && fields.isWord(bytes, 0, TreeLine.GRAFT)) {
      return LineKind.GRAFT;
    }
    boolean prune = count == 1 && fields.isWord(bytes, 0, TreeLine.PRUNE);
    return prune ? LineKind.PRUNE : LineKind.INVALID;
  }

  /// `COMPARE`, with nothing, its end, a bucket, or leaves side by side, ascending: whoever asks
  /// for one twice in a line only wants a long answer.
  private static boolean isQuestion(byte[] bytes, Fields fields, Line line) {
    if (fields.count() == 1) {
      return true;
    }
    if (fields.isWord(bytes, 1, CompareLine.END)) {
      line.number = Line.END;
      return true;
    }
    if (fields.length(1) == CompareLine.BUCKET_DIGITS) {
      return isNumber(bytes, fields, CompareLine.BUCKET_DIGITS, line);
    }
    line.runFrom = fields.from(1);
    line.runTo = fields.to(1);
    boolean right =
        fields.length(1) % CompareLine.LEAF_DIGITS == 0
            && fields.length(1) <= CompareLine.LEAVES_A_QUESTION * CompareLine.LEAF_DIGITS;
    int before = -1;
    for (int at = line.runFrom; right && at < line.runTo; at += CompareLine.LEAF_DIGITS) {
      int leaf = CompareLine.hex(bytes, at, CompareLine.LEAF_DIGITS);
      right = leaf > before;
      before = leaf;
    }
    return right;
  }

  private static boolean isList(byte[] bytes, Fields fields, Line line) {
    if (!isNumber(bytes, fields, CompareLine.LEAF_DIGITS, line)
        || fields.length(2) > MAX_COUNT_DIGITS) {
      return false;
    }
    for (int at = fields.from(2); at < fields.to(2); at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return false;
      }
      line.bound = line.bound * 10 + bytes[at] - '0';
    }
    return fields.count() == 3 || isRun(bytes, fields, 3, Radix64.SHORT_CHARACTERS, line);
  }

  /// The hex number in the field behind the keyword.
  private static boolean isNumber(byte[] bytes, Fields fields, int digits, Line line) {
    line.number =
        fields.length(1) == digits
            ? CompareLine.hex(bytes, fields.from(1), digits)
            : Line.NO_NUMBER;
    return line.number >= 0;
  }

  private static boolean isRun(byte[] bytes, Fields fields, int field, int characters, Line line) {
    line.runFrom = fields.from(field);
    line.runTo = fields.to(field);
    return fields.length(field) % characters == 0 && Radix64.isRun(bytes, line.runFrom, line.runTo);
  }
}
