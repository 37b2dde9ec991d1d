package org.placeherd.phones;

/// What an app must be answered.
///
/// @param status the HTTP status
/// @param contentType of the body
/// @param body text, to be sent as UTF-8
public record PhoneReply(int status, String contentType, String body) {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /// Enough for most apps.
  public static final PhoneReply EMPTY = new PhoneReply(OK, TEXT, "");

  /// What Overland waits for; without it the app keeps its batch.
  public static final PhoneReply OVERLAND_OK = new PhoneReply(OK, JSON, "{\"result\":\"ok\"}");

  /// What is answered instead whenever a report could not be stored, whatever the app: all of them
  /// keep what they have and try again. Not for long: GPSLogger tries three times.
  public static final PhoneReply NOT_STORED =
      new PhoneReply(UNAVAILABLE, TEXT, "Not stored: this server is in trouble. Try again.\n");

  /// What is answered to a token that stands for nobody. OwnTracks for iOS drops its message then,
  /// so whoever answers it says so loudly to the operator.
  public static final PhoneReply UNKNOWN_TOKEN =
      new PhoneReply(UNAUTHORIZED, TEXT, "This server does not know the token in the path.\n");

  /// What is answered where a token is asked for and the one that is shown will not do; the same
  /// holds of it.
  ///
  /// @param why what is wrong, to stand behind "The token"
  public static PhoneReply refusedToken(String why) {
    return new PhoneReply(UNAUTHORIZED, TEXT, "The token " + why + ".\n");
  }

  /// Whether it says that the app is at fault. An app that is told so drops its message, or sends
  /// nothing else.
  public boolean isBadRequest() {
    return status == BAD_REQUEST;
  }

  static final PhoneReply NO_FRIENDS = new PhoneReply(OK, JSON, "[]");

  /// The friends that OwnTracks shows on its map.
  ///
  /// @param friends what [Friend#json] gave
  static PhoneReply friends(String friends) {
    return new PhoneReply(OK, JSON, friends);
  }

  /// @param help a sentence: what is wrong and what to do
  static PhoneReply badRequest(String help) {
    return new PhoneReply(BAD_REQUEST, TEXT, help + "\n");
  }
}
