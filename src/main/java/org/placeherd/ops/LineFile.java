package org.placeherd.ops;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the writer thread puts lines. One implementation writes files; tests have others.
interface LineFile {
  /// Appends all of `lines`. After a failure the caller comes back with what still remains of it.
  void append(ByteBuffer lines) throws IOException;

  /// Returns once everything appended would survive a power cut, and lets go of the file.
  void close() throws IOException;
}
