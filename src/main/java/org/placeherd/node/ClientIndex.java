package org.placeherd.node;

/// Where in the table a client's name may be found: open addressing over words that hold half of
/// the name's hash and the client's number. Growing needs no look at the names.
final class ClientIndex {
  /// The end of a search: nobody is here.
  static final int EMPTY = -1;

  /// Somebody else is here; look on.
  static final int OTHER = -2;

  private static final int INITIAL_SIZE = 1_024;

  /// At most three quarters full, in quarters.
  private static final int MAX_QUARTERS = 3;

  private long[] words = new long[INITIAL_SIZE];
  private int size;

  /// Where to start to look for a hash.
  int start(long hash) {
    return (int) (hash >>> 32) & (words.length - 1);
  }

  /// Where to look on.
  int next(int position) {
    return (position + 1) & (words.length - 1);
  }

  /// The client at a position if its hash may be this one, else [#EMPTY] or [#OTHER].
  int candidate(int position, long hash) {
    long word = words[position];
    if (word == 0) {
      return EMPTY;
    }
    return ((word ^ hash) >>> 32) == 0 ? (int) word - 1 : OTHER;
  }

  /// The client that a search will most likely meet first, negative for none. Only a hint.
  int firstCandidate(long hash) {
    return (int) words[start(hash)] - 1;
  }

  /// Adds a client that is not there yet.
  void add(long hash, int client) {
    if (size >= words.length / 4 * MAX_QUARTERS) {
      grow();
    }
    place((hash >>> 32 << 32) | (client + 1));
    size++;
  }

  private void grow() {
    long[] old = words;
    words = new long[old.length * 2];
    for (long word : old) {
      if (word != 0) {
        place(word);
      }
    }
  }

  private void place(long word) {
    int position = start(word);
    while (words[position] != 0) {
      position = next(position);
    }
    words[position] = word;
  }
}
