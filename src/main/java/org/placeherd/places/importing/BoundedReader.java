package org.placeherd.places.importing;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Serial;

/// Text of which no more than was allowed is read at once, so that one piece of it cannot fill the
/// memory. Who reads through a buffer may get as much more as that holds.
final class BoundedReader extends FilterReader {
  private long left = Long.MAX_VALUE;

  /// More was wanted than was allowed.
  static final class TooLong extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private TooLong() {
      super("too long");
    }
  }

  BoundedReader(Reader in) {
    super(in);
  }

  /// From here on so many characters may be read; Long.MAX_VALUE for any number.
  void allow(long characters) {
    left = characters;
  }

  @Override
  public int read() throws IOException {
    checkLeft();
    left--;
    return super.read();
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    checkLeft();
    int read = super.read(into, from, length);
    left -= Math.max(0, read);
    return read;
  }

  private void checkLeft() throws TooLong {
    if (left <= 0) {
      throw new TooLong();
    }
  }
}
