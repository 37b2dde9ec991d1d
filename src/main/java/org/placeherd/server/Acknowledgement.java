package org.placeherd.server;

/// What an acknowledged report has survived at least.
public enum Acknowledgement {
  /// Nothing: it is in memory, and on the disk a second later.
  MEMORY,
  /// It is on the disk.
  DISK
}
