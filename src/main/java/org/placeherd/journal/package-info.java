/// Durable memory of one server: every report it has to remember, on disk before anybody is told
/// (reliability §2).
///
/// Here are the files of a journal, the writing, reading and checking of them, and the threads that
/// write beside the event loop. Never here: what a line means, which report is newer, when to
/// answer whom. To this room a line is bytes with a checksum.
///
/// Read first: [Journal]; then [FileScanner], which alone decides what in a file counts; then
/// [Segment] and [Snapshot], which write. The format is in `docs/journal.md`.
@NullMarked
package org.placeherd.journal;

import org.jspecify.annotations.NullMarked;
