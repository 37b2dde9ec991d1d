package org.placeherd.server;

import org.placeherd.ops.EventLog;

/// What `[event-log]` sets: the room an event log may take, and its form.
///
/// @param fileBytes size at which a log file is rotated
/// @param files how many files are kept, the current one among them
/// @param format how an event is written
public record EventLogLimits(long fileBytes, int files, EventLog.Format format) {
  /// What holds where nothing is set: 512 MiB in all.
  public static final EventLogLimits DEFAULT =
      new EventLogLimits(64L << 20, 8, EventLog.Format.TEXT);
}
