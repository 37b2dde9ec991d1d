package org.placeherd.phones;

import java.util.List;

/// What a request meant, and what to reply.
///
/// @param app the form it came in
/// @param reports in the order of the request; all must be stored before the reply is sent, or
///   [PhoneReply#NOT_STORED] is sent in its place
/// @param unusable what else was in it, at most one for each reason
/// @param reply for when all reports are stored
public record PhoneAnswer(
    PhoneApp app, List<PhoneReport> reports, List<Unusable> unusable, PhoneReply reply) {
  /// Keeps its own copies.
  public PhoneAnswer {
    reports = List.copyOf(reports);
    unusable = List.copyOf(unusable);
  }

  /// Whether the app shows what other clients its reply tells of.
  public boolean takesFriends() {
    return app == PhoneApp.OWNTRACKS;
  }

  /// The reply with friends in it, for an app that [#takesFriends]; for the others it is the same
  /// without.
  ///
  /// @param friends not the client that reports
  public PhoneReply reply(List<Friend> friends) {
    return takesFriends() ? PhoneReply.friends(Friend.json(friends)) : reply;
  }
}
