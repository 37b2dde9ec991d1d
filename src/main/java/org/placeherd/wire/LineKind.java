package org.placeherd.wire;

/// What a line asks for, by its grammar alone. Whether the sender may ask it is for the node to
/// say.
public enum LineKind {
  /// A client reports its position.
  IAMAT,
  /// Somebody asks where a client is and what is near it.
  WHATSAT,
  /// A peer tells a report.
  AT,
  /// Somebody shows a token (reliability §4). A line whose first word is AUTH is always this one,
  /// whatever else is wrong with it, so that what may be a token is known for one.
  AUTH,
  /// A server of ours tells that a client was deleted; understood after HELLO only.
  GONE,
  /// A peer or tool of ours introduces itself (protocol §4).
  HELLO,
  /// A tool of ours asks how the server is; understood after HELLO only.
  STATUS,
  /// A server of ours asks what we know, bucket by bucket; this and what follows it up to GRAFT are
  /// understood after HELLO only.
  COMPARE,
  /// An answer to COMPARE: sums of buckets.
  TOP,
  /// An answer to COMPARE: sums of leaves.
  LEAVES,
  /// An answer to COMPARE: digests of reports.
  LIST,
  /// A server of ours asks for word only.
  PRUNE,
  /// Word of a report.
  HAVE,
  /// A server of ours asks for reports again.
  GRAFT,
  /// Anything else: answered with `? ` and a copy.
  INVALID,
  /// A line that begins with `?`: some server's answer to an invalid command. Never answered, or
  /// two servers would do it for ever.
  COMPLAINT,
  /// A line of an HTTP request, which a page may have made a browser send here (reliability §4):
  /// answered as an invalid one, then the connection closes and nothing behind it counts.
  HTTP_REQUEST,
  /// A line beyond the limit: answered with its first bytes, then the connection closes.
  TOO_LONG;

  /// Whether this is what servers tell each other of a client, and keep: its newest report, or that
  /// it was deleted.
  public boolean isTold() {
    return this == AT || this == GONE;
  }

  /// Whether nothing that was sent behind such a line counts.
  public boolean isLast() {
    return this == TOO_LONG || this == HTTP_REQUEST;
  }
}
