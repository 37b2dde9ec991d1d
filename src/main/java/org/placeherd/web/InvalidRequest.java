package org.placeherd.web;

import java.io.Serial;

/// A parameter is missing, or contradicts another; the message says which, in words without quotes
/// or backslashes.
final class InvalidRequest extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  InvalidRequest(String message) {
    super(message, null, false, false); // a client's mistake is no bug of ours
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
