package org.placeherd.wire;

import java.nio.charset.StandardCharsets;

/// The lines with which servers of ours keep a tree in a graph of links (the broadcast trees of
/// Leitão, Pereira and Rodrigues, 2007), said after HELLO only. Reports flow along the tree; over
/// the other links goes only word of them.
///
/// | line | says |
/// |---|---|
/// | `PRUNE` | what you told came by another way already: only send me word from now on |
/// | `HAVE <client> <order time and digest>` | word: this is my report of the client |
/// | `GRAFT` | tell me reports again |
/// | `GRAFT <client>` | the same, beginning with that client |
public final class TreeLine {
  static final byte[] PRUNE = word("PRUNE");
  static final byte[] HAVE = word("HAVE");
  static final byte[] GRAFT = word("GRAFT");

  private TreeLine() {}

  /// Asks for word only.
  public static void putPrune(ByteWriter out) {
    out.put(PRUNE);
    out.put('\n');
  }

  /// Gives word of a report.
  ///
  /// @param name array, start and end of the client's name
  public static void putHave(
      ByteWriter out, byte[] name, int from, int to, long orderNanos, long digest) {
    out.put(HAVE);
    out.put(' ');
    out.put(name, from, to);
    out.put(' ');
    Radix64.putLong(out, orderNanos);
    Radix64.putLong(out, digest);
    out.put('\n');
  }

  /// Asks for reports.
  public static void putGraft(ByteWriter out) {
    out.put(GRAFT);
    out.put('\n');
  }

  /// Asks for reports, first of all that of a client.
  public static void putGraft(ByteWriter out, byte[] client) {
    out.put(GRAFT);
    out.put(' ');
    out.put(client);
    out.put('\n');
  }

  private static byte[] word(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
