package org.placeherd.journal;

/// Something in a file that was durable and is no longer what was written.
///
/// @param file the file's name
/// @param offset the byte at which the trouble begins, counted from 0
/// @param line the line in which it begins, counted from 1
/// @param what what is wrong, as the rest of a sentence: "2 lines are damaged"
public record Damage(String file, long offset, long line, String what) {
  @Override
  public String toString() {
    return file + ", byte " + offset + ", line " + line + ": " + what;
  }
}
