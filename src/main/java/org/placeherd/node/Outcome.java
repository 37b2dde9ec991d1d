package org.placeherd.node;

/// What the node did with a line; shown in the event log.
public enum Outcome {
  /// A report or deletion newer than what is known: kept, and told to the neighbours.
  STORED,
  /// A report or deletion not newer than what is known: neither kept nor told.
  NOT_NEWER,
  /// The report known already, its numbers written anew by an old-style server.
  DUPLICATE,
  /// A report from a server whose clock is ahead: kept aside until its time has come.
  HELD,
  /// The same, but there was no room to keep it aside.
  HOLD_FULL,
  /// A report that names more servers than the table has room for.
  TOO_MANY_SERVERS,
  /// A report that cannot be saved, because the disk is full.
  DISK_FULL,
  /// Something that was said about the tree of links, or to compare.
  TAKEN,
  /// A question that was answered.
  ANSWERED,
  /// An introduction that was answered.
  GREETED,
  /// An introduction in our own name: two servers of the herd have one name.
  OUR_OWN_NAME,
  /// An AT from somebody who is no peer, a STATUS or GONE without HELLO, a HELLO in another
  /// server's name, or a WHATSAT where none is answered.
  NOT_ALLOWED,
  /// A question about a client that nobody has reported, or that was deleted.
  UNKNOWN_CLIENT,
  /// Not a command.
  INVALID,
  /// Another server's complaint; nobody answers those.
  IGNORED,
  /// Beyond the longest line.
  TOO_LONG
}
