package org.placeherd.node;

import java.util.Arrays;

/// Records of a few `int` fields, numbered from 0, in pages: growing copies no record.
final class IntRecords {
  private static final int PAGE_SHIFT = 10;
  private static final int RECORDS_PER_PAGE = 1 << PAGE_SHIFT;

  private final int fields;
  private int[][] pages = new int[4][];
  private int pageCount;

  /// No records yet.
  ///
  /// @param fields how many each record has
  IntRecords(int fields) {
    this.fields = fields;
  }

  /// Makes room for a record and all before it; new ones are zero.
  void reach(int record) {
    while (record >>> PAGE_SHIFT >= pageCount) {
      if (pageCount == pages.length) {
        pages = Arrays.copyOf(pages, pageCount * 2);
      }
      pages[pageCount++] = new int[RECORDS_PER_PAGE * fields];
    }
  }

  /// How many records there is room for.
  int room() {
    return pageCount * RECORDS_PER_PAGE;
  }

  /// Where a record is, with [#offset].
  int[] page(int record) {
    return pages[record >>> PAGE_SHIFT];
  }

  /// Where in its page a record begins.
  int offset(int record) {
    return (record & (RECORDS_PER_PAGE - 1)) * fields;
  }

  int get(int record, int field) {
    return page(record)[offset(record) + field];
  }

  void set(int record, int field, int value) {
    page(record)[offset(record) + field] = value;
  }

  /// Adds to a field and returns the sum.
  int add(int record, int field, int amount) {
    return page(record)[offset(record) + field] += amount;
  }
}
