package org.placeherd.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.placeherd.node.NodeSettings.CatchUpMode;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeStatus.CatchUpStatus;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CompareLine;
import org.placeherd.wire.TreeLine;

/// What one neighbour still has to be told, and whether it can be told now.
///
/// Fresh reports wait in a set of clients and go first. Behind them goes what a catch-up finds: for
/// a server of ours by comparing, for an old-style one what changed while its link was down, or a
/// walk through the whole table.
final class Neighbour {
  /// An old-style neighbour whose link breaks is told its last lines again, for nobody knows how
  /// many of them were still under way. So many fit the sockets' buffers.
  private static final int MAX_UNDER_WAY = 16_384;

  /// Most clients asked for by name and not said yet; the rest comes by the next comparison.
  private static final int MAX_GRAFTS = 1_024;

  /// Who lacks the same again after each comparison may have no room for it. So every comparison in
  /// the background that finds something is followed by a pause twice as long as the one before, of
  /// so many turns at most: with a turn every ten seconds, of ten minutes.
  private static final int MAX_PAUSE_TURNS = 64;

  private final NeighbourSettings settings;
  private final byte[] name;
  private final CatchUp catchUp;
  private final ClientSet waiting = new ClientSet();
  private final Deque<byte[]> grafts = new ArrayDeque<>();
  private int[] underWay = {};
  private boolean up;
  private boolean ours;
  private boolean lazy;
  private boolean mustPrune;
  private boolean mustGraft;
  private boolean mustSayEnd;
  private boolean hasToldAll;
  private int losses;
  private int walkNext;
  private int walkEnd;
  private long told;
  private int pauseTurns = 1;
  private int turnsToPass;
  private long toldByCatchUp;

  Neighbour(NeighbourSettings settings, Knowledge knowledge) {
    this.settings = settings;
    name = settings.name().getBytes(StandardCharsets.UTF_8);
    catchUp = new CatchUp(knowledge);
  }

  NeighbourSettings settings() {
    return settings;
  }

  byte[] name() {
    return name;
  }

  CatchUp catchUp() {
    return catchUp;
  }

  boolean isUp() {
    return up;
  }

  /// Whether to compare in the background, now that it is the neighbour's turn.
  boolean takesTurnToCompare() {
    if (turnsToPass > 0) {
      turnsToPass--;
      return false;
    }
    pauseTurns = catchUp.hasFound() ? Math.min(MAX_PAUSE_TURNS, 2 * pauseTurns) : 1;
    turnsToPass = pauseTurns - 1;
    return true;
  }

  /// Whether the other end of the link is a server of ours, which keeps what it hears; while it is
  /// down, whether it was.
  boolean isOurs() {
    return ours;
  }

  /// Whether the link is no part of the tree: only word of reports goes over it.
  boolean isLazy() {
    return lazy;
  }

  /// How often the link was lost.
  int losses() {
    return losses;
  }

  /// The link is up.
  ///
  /// @param clients how many are known now
  void linkUp(int clients, boolean isOurs) {
    up = true;
    ours = isOurs;
    lazy = false;
    pauseTurns = 1;
    turnsToPass = 0;
    if (isOurs) {
      waiting.clear();
      catchUp.start(Long.MAX_VALUE);
      mustSayEnd = true;
    } else if (settings.catchUp() == CatchUpMode.TABLE) {
      waiting.clear(); // the walk comes by all of them
      walkNext = 0;
      walkEnd = clients;
    }
  }

  /// The link is lost.
  void linkDown() {
    losses++;
    lazy = false;
    mustPrune = false;
    mustGraft = false;
    grafts.clear();
    catchUp.cancel();
    if (up && ours) {
      waiting.clear(); // the comparison to come will find it
    } else if (up && settings.catchUp() == CatchUpMode.CHANGES) {
      waitForAllUnderWay();
    }
    up = false;
    walkNext = walkEnd;
  }

  private void waitForAllUnderWay() {
    long first = Math.max(0, told - underWay.length);
    for (long i = first; i < told; i++) {
      waiting.add(underWay[(int) (i % underWay.length)]);
    }
  }

  /// Takes the neighbour into the tree, or out of it.
  void setLazy(boolean isLazy) {
    lazy = isLazy;
  }

  /// Says, as soon as there is a turn, that only word is wanted.
  void prune() {
    lazy = true;
    mustPrune = true;
    mustGraft = false;
  }

  /// Says that reports are wanted again.
  void graft() {
    lazy = false;
    mustGraft = true;
    mustPrune = false;
  }

  /// Says that the client's report is wanted, and others again.
  void graft(byte[] client) {
    graft();
    if (grafts.size() < MAX_GRAFTS) {
      grafts.add(client);
    }
  }

  /// Puts a client into the set of those to be told, if the neighbour will not find it by
  /// comparing.
  ///
  /// @return whether there is something to tell now and was not before
  boolean add(int client) {
    return (up || !ours) && waiting.add(client) && up && !lazy;
  }

  /// How many clients wait to be told.
  int pending() {
    return waiting.size() + catchUp.pending() + walkEnd - walkNext;
  }

  /// Whether there is anything to say.
  boolean hasToTell() {
    return up && (pending() > 0 || hasToSay());
  }

  /// Whether there is anything to say besides reports.
  boolean hasToSay() {
    return up && (mustPrune || mustGraft || !grafts.isEmpty() || catchUp.hasQuestion());
  }

  /// Says what there is to say of the tree.
  void putTree(ByteWriter out) {
    if (mustPrune) {
      TreeLine.putPrune(out);
    } else if (mustGraft && grafts.isEmpty()) {
      TreeLine.putGraft(out);
    }
    while (!grafts.isEmpty()) {
      TreeLine.putGraft(out, grafts.remove());
    }
    mustPrune = false;
    mustGraft = false;
  }

  /// Writes the next questions of a comparison. When it has ended, says so once for each time that
  /// the link came up.
  void ask(ByteWriter out) {
    catchUp.ask(out);
    if (mustSayEnd && !catchUp.isRunning()) {
      mustSayEnd = false;
      CompareLine.putEnd(out);
    }
  }

  /// Whether the neighbour has told us all that we lacked when its link to us came up.
  void setHasToldAll(boolean toldAll) {
    hasToldAll = toldAll;
  }

  CatchUpStatus catchUpStatus() {
    return new CatchUpStatus(hasToldAll, catchUp.begun(), catchUp.ended(), toldByCatchUp);
  }

  /// Takes the next client whose report is news, or [ClientSet#NOBODY].
  int takeFresh() {
    return waiting.take();
  }

  /// Takes the next client of a catch-up, or [ClientSet#NOBODY].
  int takeMissed() {
    int client = walkNext < walkEnd ? walkNext++ : catchUp.take();
    toldByCatchUp += client == ClientSet.NOBODY ? 0 : 1;
    return client;
  }

  /// A report was handed to the link.
  void hasTold(int client) {
    if (!ours) {
      if (underWay.length == 0) {
        underWay = new int[MAX_UNDER_WAY];
      }
      underWay[(int) (told % MAX_UNDER_WAY)] = client;
    }
    told++;
  }

  /// Reports handed to the link since the start.
  long told() {
    return told;
  }
}
