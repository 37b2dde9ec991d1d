/// What a server tells its operator: the event log.
///
/// Here: [org.placeherd.ops.EventLog], which one thread writes to without ever waiting, and the
/// thread and files behind it. Never here: the decision what is worth an event, which the rooms
/// that cause it make, and anything a client sees.
///
/// Read [org.placeherd.ops.EventLog] first, then `EventBuffer`, `EventWriter` and `RotatingFile` in
/// the order a line passes them. The line's format is in `docs/event-log.md`.
@NullMarked
package org.placeherd.ops;

import org.jspecify.annotations.NullMarked;
