/// What a person types: one file per command, and a few helpers they share.
///
/// Here: parsing of the command line, wording, tables. Never here: anything a server needs to run.
/// Only the command that was typed is loaded, because a server must listen within half a second.
/// Read [Main] first.
@org.jspecify.annotations.NullMarked
package org.placeherd.cli;
