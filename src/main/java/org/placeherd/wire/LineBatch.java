package org.placeherd.wire;

/// The lines of one read, in order; reused. They are handled together, so that the misses of the
/// position table overlap.
public final class LineBatch {
  /// Most lines in a batch: enough to hide memory latency, few enough to stay in the cache.
  public static final int CAPACITY = 128;

  private final Line[] lines = new Line[CAPACITY];
  private int size;
  private boolean endsAtQuestion;

  /// An empty batch.
  public LineBatch() {
    for (int i = 0; i < CAPACITY; i++) {
      lines[i] = new Line();
    }
  }

  /// How many lines there are.
  public int size() {
    return size;
  }

  /// The line at `index`, 0 … size − 1.
  public Line line(int index) {
    return lines[index];
  }

  /// Forgets the lines.
  public void clear() {
    size = 0;
    endsAtQuestion = false;
  }

  /// Whether the reader stopped because the next line is a WHATSAT too many.
  public boolean endsAtQuestion() {
    return endsAtQuestion;
  }

  void endAtQuestion() {
    endsAtQuestion = true;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  Line next() {
    return lines[size];
  }

  void add() {
    size++;
  }
}
