package org.placeherd.places.importing;

import java.io.Serial;

/// A file cannot be imported; the message says which and why.
public final class BadPlaceFile extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BadPlaceFile(String reason) {
    super(reason);
  }

  BadPlaceFile(String reason, Throwable cause) {
    super(reason, cause);
  }
}
