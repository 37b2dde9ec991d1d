package org.placeherd.places.stub;

/// What the stub answers.
///
/// @param status of HTTP
/// @param type the media type of the body
record StubAnswer(int status, String type, String body) {
  static StubAnswer json(int status, Object body) {
    return new StubAnswer(status, "application/json; charset=utf-8", body.toString());
  }

  static StubAnswer text(int status, String body) {
    return new StubAnswer(status, "text/plain; charset=utf-8", body);
  }
}
