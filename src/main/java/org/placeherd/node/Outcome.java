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
  /// An introduction that was answered with a challenge: now it has to be proved.
  CHALLENGED,
  /// The same, but the other end did not ask us to prove anything: it knows no secret.
  NO_SECRET,
  /// A proof that the herd's secret is known, and it is wrong.
  WRONG_PROOF,
  /// A report there is no room for: as many clients are known as may be.
  TABLE_FULL,
  /// A report that came too soon behind others of its client.
  TOO_FAST,
  /// A token that lets its sender do something.
  LET_IN,
  /// A token that is none.
  WRONG_TOKEN,
  /// An introduction in our own name: two servers of the herd have one name.
  OUR_OWN_NAME,
  /// An AT from somebody who is no peer, a STATUS or GONE without HELLO, a HELLO in another
  /// server's name, a WHATSAT where none is answered, or what the sender's token is not good for.
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
