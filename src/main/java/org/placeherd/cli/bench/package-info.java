/// The load generator behind `placeherd bench`.
///
/// Here: the lines it sends, the loop that sends them and counts the replies, what was measured and
/// how it is printed. Never here: anything of the server; the generator knows a server only as a
/// port, and as a process whose CPU time it may read. Read `LoadGenerator` first, then `Batch` and
/// `ReplyScanner`.
@org.jspecify.annotations.NullMarked
package org.placeherd.cli.bench;
