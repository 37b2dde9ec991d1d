package org.placeherd.places.importing;

import java.util.Arrays;

/// Ids, eight bytes each.
final class LongList {
  private long[] ids = new long[16];
  private int size;

  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, ids.length + (ids.length >> 1));
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  long get(int index) {
    return ids[index];
  }

  void clear() {
    size = 0;
  }

  /// A copy as it is.
  long[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  /// Sorted, each once.
  long[] toSet() {
    long[] sorted = toArray();
    Arrays.sort(sorted);
    int kept = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, kept);
  }
}
