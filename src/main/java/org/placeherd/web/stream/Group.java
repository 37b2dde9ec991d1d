package org.placeherd.web.stream;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Those who want the same, and what is to leave for those of them who are live.
final class Group {
  private final StreamFilter filter;
  private final Set<Subscriber> members = new LinkedHashSet<>();
  private List<Matched> pending = new ArrayList<>();
  private int pendingBytes;
  private long latest = -1;

  /// A change that concerns them.
  record Matched(Recorded change, Kind kind) {}

  Group(StreamFilter filter) {
    this.filter = filter;
  }

  StreamFilter filter() {
    return filter;
  }

  Set<Subscriber> members() {
    return members;
  }

  /// Whether a change is looked at for the first time.
  boolean looksAt(long number) {
    boolean isFirst = number > latest;
    latest = number;
    return isFirst;
  }

  void add(Recorded change, Kind kind) {
    pending.add(new Matched(change, kind));
    pendingBytes += change.bytes();
  }

  boolean isPending() {
    return !pending.isEmpty();
  }

  /// What is to leave, about.
  int pendingBytes() {
    return pendingBytes;
  }

  List<Matched> take() {
    List<Matched> taken = pending;
    pending = new ArrayList<>();
    pendingBytes = 0;
    return taken;
  }
}
