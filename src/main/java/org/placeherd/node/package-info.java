/// The mind of one server: what it knows, whom it tells, what it answers (the line protocol §§2–5).
///
/// One thread calls the node; the time comes in as an argument and all it does leaves through
/// [Effects], in order. Never here: a socket, a file, a clock, a thread, chance or a logger — so
/// the same class runs in production and, many at a time, in a simulation.
///
/// Read first: [HerdNode]; then [PositionTable], what it remembers, and [ReportOrder], which report
/// wins. [ClientsNear] finds clients by where they are.
@org.jspecify.annotations.NullMarked
package org.placeherd.node;
