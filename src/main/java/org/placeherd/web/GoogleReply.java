package org.placeherd.web;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Replies in the shape of Google's legacy Nearby Search that are not the places gateway's. The
/// HTTP status is 200 whatever they say: it is the `status` inside that clients of Google's read.
final class GoogleReply {
  static final String TYPE = "application/json; charset=UTF-8";

  private GoogleReply() {}

  /// A reply without places.
  ///
  /// @param status one of Google's own words
  /// @param sentence why; without quotes or backslashes
  static byte[] failure(String status, String sentence) {
    return "{\"error_message\":\"%s\",\"html_attributions\":[],\"results\":[],\"status\":\"%s\"}"
        .formatted(sentence, status)
        .getBytes(UTF_8);
  }
}
