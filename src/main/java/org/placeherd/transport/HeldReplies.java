package org.placeherd.transport;

/// Replies that may not leave before what they say is safe.
public interface HeldReplies {
  /// Lets replies leave up to a mark.
  void safe(long mark);

  /// Hangs up on whoever waits for a reply that may not leave yet.
  void giveUp(String reason);
}
