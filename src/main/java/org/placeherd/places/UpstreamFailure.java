package org.placeherd.places;

import java.io.Serial;

/// A source behind HTTP gave no places; the message says what it said, without any key.
final class UpstreamFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /// What is to be done about it.
  enum Kind {
    /// The query is wrong and will be: no retry.
    INVALID_REQUEST,
    /// The key is missing, wrong or blocked: no call until the configuration is read again.
    REQUEST_DENIED,
    /// Too many calls: back off.
    OVER_QUERY_LIMIT,
    /// Its own trouble, or no sense in what it sent: one retry.
    UNKNOWN_ERROR
  }

  private final Kind kind;
  private final long retryAfterSeconds;

  UpstreamFailure(Kind kind, String message) {
    this(kind, message, 0);
  }

  UpstreamFailure(Kind kind, String message, long retryAfterSeconds) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  Kind kind() {
    return kind;
  }

  /// How long it wants to be left alone, whatever its trouble is; 0 where it does not say.
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
