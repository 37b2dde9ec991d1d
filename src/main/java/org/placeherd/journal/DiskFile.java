package org.placeherd.journal;

import java.io.Closeable;
import java.io.IOException;

/// An open file. For one thread at a time.
public interface DiskFile extends Closeable {
  /// Its length in bytes.
  long size() throws IOException;

  /// Reads into `bytes[from … to)` what stands at `position`.
  ///
  /// @return how many bytes were read: fewer than asked for only at the end of the file
  int read(long position, byte[] bytes, int from, int to) throws IOException;

  /// Writes `bytes[from … to)` at `position`, making the file longer where needed. Durable after
  /// [#sync].
  ///
  /// @throws DiskFullException when there is no room; some of the bytes may have been written
  void write(long position, byte[] bytes, int from, int to) throws IOException;

  /// Makes durable what was written, and the length as far as reading it needs that.
  ///
  /// @throws IOException when it is not known what is durable; trying again would not tell either
  void sync() throws IOException;
}
