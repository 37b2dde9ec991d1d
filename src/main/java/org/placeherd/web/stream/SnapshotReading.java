package org.placeherd.web.stream;

import java.util.ArrayList;
import java.util.List;
import org.placeherd.web.stream.ChangesBackend.Page;

/// How far a snapshot has come. What changes meanwhile is told between its pages, but for what a
/// page has shown or will show: clients of numbers not read yet, and changes that a page had seen.
final class SnapshotReading {
  private final List<Page> pages = new ArrayList<>();
  private int next;
  private long seen;
  private long clients;
  private boolean isWhole;

  /// A page has come. Of pages whose changes are all behind its reader the last will do for the
  /// others, so few are kept however many clients there are.
  ///
  /// @param nextChange the number of the next change that its reader looks at
  void add(Page page, long nextChange) {
    int behind = 0;
    while (behind < pages.size() && pages.get(behind).seen() < nextChange) {
      behind++;
    }
    if (behind > 1) {
      pages.subList(0, behind - 1).clear();
    }
    pages.add(new Page(List.of(), page.next(), page.isLast(), page.seen()));
    next = page.next();
    seen = page.seen();
    isWhole = page.isLast();
  }

  /// How many pages are kept.
  int kept() {
    return pages.size();
  }

  /// Clients were told.
  void told(int count) {
    clients += count;
  }

  /// How many were.
  long clients() {
    return clients;
  }

  /// The number of the client to go on with.
  int next() {
    return next;
  }

  boolean isWhole() {
    return isWhole;
  }

  /// Whether a change is not to be told.
  boolean skips(Recorded change) {
    if (change.number() > seen) {
      return !isWhole && change.client() >= next;
    }
    if (change.client() >= next) {
      return true;
    }
    return change.number() <= seenOf(change.client());
  }

  /// The latest change that the client's page has seen.
  private long seenOf(int client) {
    int low = 0;
    int high = pages.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (client < pages.get(middle).next()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return pages.get(low).seen();
  }

  /// Whether all is told that pages had seen when the subscriber stands before this change.
  boolean isOver(long nextChange) {
    return isWhole && nextChange > seen;
  }
}
