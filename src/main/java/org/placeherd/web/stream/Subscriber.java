package org.placeherd.web.stream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody who follows. Live, it gets what its group gets; else it is behind, and is served from
/// the ring, each piece when the one before has left. Only the hub touches it.
public final class Subscriber {
  private final Wish wish;
  private @Nullable Outgoing out;
  boolean isLive;
  boolean isServed;
  boolean isWaitingForPage;
  boolean isGone;
  private boolean isRefused;

  /// The number of the next change to look at, while it is not live.
  long next;

  /// What has not left.
  int unreadBytes;

  /// When something last left, or began to wait.
  long movedNanos;

  Optional<SnapshotReading> snapshot = Optional.empty();

  Subscriber(Wish wish) {
    this.wish = wish;
  }

  void begin(Outgoing way) {
    out = way;
  }

  /// The way to it; nothing before it has begun.
  Optional<Outgoing> out() {
    return Optional.ofNullable(out);
  }

  Wish wish() {
    return wish;
  }

  /// Whether it may be told something. Once it may not it never may again, for it has a gap then.
  boolean isAllowed() {
    isRefused |= !wish.isAllowed().getAsBoolean();
    return !isRefused;
  }

  StreamFilter filter() {
    return wish.filter();
  }

  Form form() {
    return wish.form();
  }

  /// What a change is to it.
  Kind kind(Recorded change) {
    return snapshot.isPresent() && snapshot.get().skips(change) ? Kind.NONE : change.kind(filter());
  }
}
