package org.placeherd.places;

import java.io.Serial;

/// A source was not asked, for a reason of our own.
final class NotAsked extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /// Why.
  enum Reason {
    /// The calls or the money for it are spent.
    BUDGET("its budget is spent"),
    /// It has failed too often lately, or wants to be left alone.
    RESTING("it failed too often lately and is left alone for a while"),
    /// It has refused our key.
    DENIED("it has refused the key; correct the key and start the server again"),
    /// This asker has had his share.
    ASKER_RATE("this client asks too often for a source that costs money"),
    /// Too many wait for it already.
    TOO_MANY_WAIT("too many queries wait for it"),
    /// Those who wait have given up before it was their turn.
    TOO_LATE("the deadline came before the turn"),
    /// Its budget cannot be written down.
    BUDGET_UNSAVED("what is spent cannot be saved, so nothing is spent");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;
  private final UpstreamFailure.Kind kind;

  private NotAsked(Reason reason, UpstreamFailure.Kind kind) {
    super(reason.words, null, false, false); // it is no bug, so nobody needs to know where
    this.reason = reason;
    this.kind = kind;
  }

  static NotAsked because(Reason reason) {
    return new NotAsked(reason, kind(reason));
  }

  /// It rests after a failure of this kind.
  static NotAsked restingAfter(UpstreamFailure.Kind failure) {
    return new NotAsked(
        Reason.RESTING,
        failure == UpstreamFailure.Kind.OVER_QUERY_LIMIT ? failure : kind(Reason.RESTING));
  }

  Reason reason() {
    return reason;
  }

  /// What Google would say.
  UpstreamFailure.Kind kind() {
    return kind;
  }

  private static UpstreamFailure.Kind kind(Reason reason) {
    return switch (reason) {
      case BUDGET, ASKER_RATE -> UpstreamFailure.Kind.OVER_QUERY_LIMIT;
      case DENIED -> UpstreamFailure.Kind.REQUEST_DENIED;
      case RESTING, TOO_MANY_WAIT, TOO_LATE, BUDGET_UNSAVED -> UpstreamFailure.Kind.UNKNOWN_ERROR;
    };
  }
}
