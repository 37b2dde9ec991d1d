package org.placeherd.journal;

/// Takes the lines of a journal in the order in which they stand in the files.
@FunctionalInterface
interface LineSink {
  /// Takes some whole lines, `bytes[from … to)`, each with its right checksum and LF. The array is
  /// used again afterwards and must not be written to.
  void lines(byte[] bytes, int from, int to);
}
