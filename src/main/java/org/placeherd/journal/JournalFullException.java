package org.placeherd.journal;

/// There is no room for what was to be written, and nothing of it counts. The journal goes on as
/// soon as there is room again.
public final class JournalFullException extends JournalException {
  JournalFullException(String sentence, Exception cause) {
    super(sentence, cause);
  }
}
