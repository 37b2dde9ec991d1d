package org.placeherd.transport;

/// Replies that may not leave before what they say is safe.
public interface HeldReplies {
  /// Lets replies leave up to a mark.
  void safe(long mark);

  /// Runs `work` once, when no line is waiting to be read, so that no reply is about to join those
  /// held; at the earliest after so many nanoseconds, and soon after that though lines keep coming.
  void whenNoMoreCome(long afterNanos, Runnable work);

  /// Hangs up on whoever waits for a reply that may not leave yet.
  void giveUp(String reason);
}
