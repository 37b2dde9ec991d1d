/// The line language of the herd (the line protocol, §§1–2 and 4): bytes in, parsed lines out, and
/// back to bytes.
///
/// Here are the grammar, its limits and the text of every answer. Never here: what a line *means*
/// to a server (that is `node`), and anything that reads a socket, a clock or a file.
///
/// Read first: [Line], what a line is once it is understood; then [LineReader], which finds lines
/// in bytes; then [AtLine], which writes them.
@org.jspecify.annotations.NullMarked
package org.placeherd.wire;
