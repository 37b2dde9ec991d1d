package org.placeherd.journal;

/// The journal cannot do what it must; the message is one sentence for the operator. After one from
/// [Journal#commit] that is not a [JournalFullException] nothing can be saved any more.
public sealed class JournalException extends Exception permits JournalFullException {
  /// @param sentence what is wrong, where, and what to do
  public JournalException(String sentence) {
    super(sentence);
  }

  /// The same, known from `cause`.
  public JournalException(String sentence, Exception cause) {
    super(sentence, cause);
  }

  /// The sentence for the operator.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
