package org.placeherd.server;

/// What `[event-log]` sets: the room an event log may take.
///
/// @param fileBytes size at which a log file is rotated
/// @param files how many files are kept, the current one among them
public record EventLogLimits(long fileBytes, int files) {
  /// What holds where nothing is set: 512 MiB in all.
  public static final EventLogLimits DEFAULT = new EventLogLimits(64L << 20, 8);
}
