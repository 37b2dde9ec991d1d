package org.placeherd.places.importing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream with one byte made a space wherever it stands.
final class WithoutByte extends FilterInputStream {
  private final byte unwanted;

  WithoutByte(InputStream in, byte unwanted) {
    super(in);
    this.unwanted = unwanted;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next == unwanted ? ' ' : next;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    for (int i = from; i < from + read; i++) {
      if (bytes[i] == unwanted) {
        bytes[i] = ' ';
      }
    }
    return read;
  }
}
