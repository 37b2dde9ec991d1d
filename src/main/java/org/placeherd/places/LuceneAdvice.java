package org.placeherd.places;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Lucene's advice to turn on the vector module, which is for searches that we do not make.
final class LuceneAdvice {
  /// Held here because a logger that nobody holds forgets its level.
  private static final Logger LOGGER =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  private LuceneAdvice() {}

  /// Keeps it from being printed; called before anything else of Lucene.
  static void silence() {
    LOGGER.setLevel(Level.SEVERE);
  }
}
