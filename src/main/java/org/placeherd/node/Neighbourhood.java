package org.placeherd.node;

import java.util.Arrays;
import java.util.List;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.TreeLine;

/// Who is told what: the neighbours of one server, the graph that joins them, and what waits for
/// each (reliability §1).
final class Neighbourhood {
  /// What a comparison in the background leaves to the flood: reports no older than this.
  private static final long UNDER_WAY_NANOS = 10_000_000_000L;

  private final Knowledge knowledge;
  private final Effects effects;
  private final Spread spread;
  private final Neighbour[] neighbours;
  private final byte[] ownName;
  private final int ownNumber;
  private final Word word;
  private boolean allUp;
  private boolean hasPruned;

  Neighbourhood(NodeSettings settings, Knowledge knowledge, byte[] ownName, Effects effects) {
    this.knowledge = knowledge;
    this.effects = effects;
    this.ownName = ownName;
    ownNumber = knowledge.servers().number(ownName, 0, ownName.length);
    spread = settings.spread();
    neighbours =
        settings.neighbours().stream()
            .map(neighbour -> new Neighbour(neighbour, knowledge))
            .toArray(Neighbour[]::new);
    word = new Word(knowledge);
  }

  /// The neighbour of that name, or [Session#NO_NEIGHBOUR].
  int number(byte[] bytes, int from, int to) {
    for (int i = 0; i < neighbours.length; i++) {
      byte[] name = neighbours[i].name();
      if (Arrays.equals(bytes, from, to, name, 0, name.length)) {
        return i;
      }
    }
    return Session.NO_NEIGHBOUR;
  }

  /// How often our link to the neighbour was lost.
  int losses(int neighbour) {
    return neighbours[neighbour].losses();
  }

  /// A neighbour has introduced itself: it starts with all its links in the tree, and so do we; and
  /// it will compare what it knows with what we know.
  void greeted(int neighbour) {
    neighbours[neighbour].setLazy(false);
    neighbours[neighbour].setHasToldAll(false);
  }

  /// A neighbour asks what we know, or says that it has told all that we lacked.
  void compared(Line line, Session session) {
    if (line.number() == Line.END && session.neighbour() != Session.NO_NEIGHBOUR) {
      neighbours[session.neighbour()].setHasToldAll(true);
    }
  }

  /// A newer report came: tells all who are not known to have it.
  void tell(int client, Line line, Session session) {
    if (hasBeenToldToAll(line, session)) {
      return;
    }
    int source = line.kind().isTold() ? holder(session) : Session.NO_NEIGHBOUR;
    for (int i = 0; i < neighbours.length; i++) {
      Neighbour neighbour = neighbours[i];
      if (i != source
          && (neighbour.isOurs() || !isNamedBehind(line, neighbour.name()))
          && neighbour.add(client)) {
        effects.tell(i);
      }
    }
  }

  /// On a full mesh the first to hear a report tells everyone, unless it says that it cannot.
  private boolean hasBeenToldToAll(Line line, Session session) {
    return spread == Spread.ONE_HOP
        && line.kind().isTold()
        && session.isGreeted()
        && session.neighbour() != Session.NO_NEIGHBOUR
        && !line.hasExtra(AtLine.SPREAD_ALL);
  }

  /// The neighbour that has what the session tells.
  ///
  /// Nobody if our link to it was lost since it said HELLO: the neighbour may have started anew
  /// since, and what comes from before (late bytes, held reports) is news to it.
  private int holder(Session session) {
    int neighbour = session.neighbour();
    boolean sure =
        neighbour != Session.NO_NEIGHBOUR && session.losses() == neighbours[neighbour].losses();
    return sure ? neighbour : Session.NO_NEIGHBOUR;
  }

  /// Whether an old-style AT line says in its fields after the six that this server has it. That
  /// spares an old-style neighbour an echo. It is no reason not to tell a server of ours: what it
  /// has may be another text of the report, and then the greater of the two must reach it.
  private static boolean isNamedBehind(Line line, byte[] name) {
    return line.kind() == LineKind.AT && line.hasExtra(name);
  }

  /// A report came that is known to the byte: there is another way from where it came, so the link
  /// it came by need not be in the tree. One link at a time, or both ends of a circle would cut it.
  void heardTwice(Session session) {
    if (spread != Spread.TREE || hasPruned || session.neighbour() == Session.NO_NEIGHBOUR) {
      return;
    }
    Neighbour neighbour = neighbours[session.neighbour()];
    if (neighbour.isUp() && neighbour.isOurs() && !neighbour.isLazy()) {
      hasPruned = true;
      neighbour.prune();
      effects.tell(session.neighbour());
    }
  }

  /// A neighbour wants word only.
  void pruned(Session session) {
    if (session.neighbour() != Session.NO_NEIGHBOUR) {
      neighbours[session.neighbour()].setLazy(spread == Spread.TREE);
    }
  }

  /// A neighbour gives word of a report.
  void gotWord(Line have, Session session, long nowNanos) {
    if (session.neighbour() != Session.NO_NEIGHBOUR) {
      var _ = word.heard(session.neighbour(), have, nowNanos);
    }
  }

  /// A neighbour wants reports again.
  ///
  /// @param client the one to begin with, or [PositionTable#ABSENT]
  void grafted(Session session, int client) {
    if (session.neighbour() == Session.NO_NEIGHBOUR) {
      return;
    }
    Neighbour neighbour = neighbours[session.neighbour()];
    neighbour.setLazy(false);
    if (client != PositionTable.ABSENT) {
      neighbour.add(client);
    }
    if (neighbour.hasToTell()) {
      effects.tell(session.neighbour());
    }
  }

  void linkUp(int number, boolean ours) {
    neighbours[number].linkUp(knowledge.table().size(), ours);
    // Who has not answered HELLO may be a way into nothing as well as a server of old style.
    allUp = Arrays.stream(neighbours).allMatch(n -> n.isUp() && n.isOurs());
    if (neighbours[number].hasToTell()) {
      effects.tell(number);
    }
  }

  /// A link was lost. Whoever was to hear of reports through it, or through us from the neighbour
  /// that may have died, hears of them another way.
  void linkDown(int number) {
    Neighbour lost = neighbours[number];
    boolean wasInUse = lost.isUp() && lost.isOurs() && !lost.isLazy();
    lost.linkDown();
    allUp = false;
    if (!wasInUse) {
      return;
    }
    for (int i = 0; i < neighbours.length; i++) {
      Neighbour other = neighbours[i];
      if (spread == Spread.TREE && other.isUp() && other.isLazy()) {
        other.graft();
        effects.tell(i);
      } else if (spread == Spread.ONE_HOP && !other.catchUp().isRunning()) {
        compare(i, Long.MAX_VALUE);
      }
    }
  }

  /// Compares with a neighbour in the background, so that what differs for no good reason heals.
  /// One that has begun and does not move begins anew; if it was to find fresh reports, too,
  /// because the link had come up, it still is.
  void compareOld(int number, long nowNanos) {
    CatchUp catchUp = neighbours[number].catchUp();
    boolean isStuck = !catchUp.isMoving() && catchUp.isRunning();
    long latest = nowNanos - UNDER_WAY_NANOS;
    if (isStuck) {
      compare(number, Math.max(latest, catchUp.latestReceiveNanos()));
    } else if (!catchUp.isRunning() && neighbours[number].takesTurnToCompare()) {
      compare(number, latest);
    }
  }

  private void compare(int number, long latestReceiveNanos) {
    Neighbour neighbour = neighbours[number];
    if (neighbour.isUp() && neighbour.isOurs()) {
      neighbour.catchUp().start(latestReceiveNanos);
      effects.tell(number);
    }
  }

  /// A neighbour answered what was asked to compare.
  void answered(int number, Line line) {
    Neighbour neighbour = neighbours[number];
    if (!neighbour.isUp()) {
      return;
    }
    switch (line.kind()) {
      case TOP -> neighbour.catchUp().top(line);
      case LEAVES -> neighbour.catchUp().leaves(line);
      case LIST -> neighbour.catchUp().list(line);
      default -> {} // whatever a peer says on our link is never a command
    }
    if (neighbour.hasToTell()) {
      effects.tell(number);
    }
  }

  /// Writes what there is to say to the neighbour until `maxBytes` are reached or nothing is left.
  ///
  /// @return how many reports were written
  int drain(int number, ByteWriter out, int maxBytes) {
    Neighbour to = neighbours[number];
    if (!to.isUp()) {
      return 0;
    }
    int end = out.size() + maxBytes;
    int reports = 0;
    to.putTree(out);
    while (out.size() < end) {
      int client = to.takeFresh();
      boolean wordOnly = client != ClientSet.NOBODY && to.isLazy();
      if (client == ClientSet.NOBODY) {
        client = to.takeMissed();
      }
      if (wordOnly) {
        putHave(out, client);
      } else if (client != ClientSet.NOBODY) {
        reports += putReport(out, to, client) ? 1 : 0;
      } else if (to.catchUp().hasQuestion()) {
        to.ask(out);
      } else {
        break;
      }
    }
    return reports;
  }

  /// Writes a client's line for the neighbour; not that it was deleted for one of old style, which
  /// has no such line.
  private boolean putReport(ByteWriter out, Neighbour to, int client) {
    if (!to.isOurs() && knowledge.table().isGone(client)) {
      return false;
    }
    if (to.isOurs()) {
      knowledge.putWhole(out, client);
      if (spread == Spread.ONE_HOP && !allUp) {
        putField(out, AtLine.SPREAD_ALL);
      }
    } else {
      knowledge.putAt(out, client);
      putExtra(out, to, client);
    }
    if (to.settings().carriageReturn()) {
      out.put('\r');
    }
    out.put('\n');
    to.hasTold(client);
    return true;
  }

  private void putExtra(ByteWriter out, Neighbour to, int client) {
    switch (to.settings().extra()) {
      case NONE -> {}
      case SENDER -> putField(out, ownName);
      case VISITED -> {
        int server = knowledge.table().server(client);
        if (server != ownNumber) {
          putField(out, knowledge.servers().name(server));
        }
        putField(out, ownName);
      }
    }
  }

  private static void putField(ByteWriter out, byte[] field) {
    out.put(' ');
    out.put(field);
  }

  private void putHave(ByteWriter out, int client) {
    PositionTable table = knowledge.table();
    TreeLine.putHave(
        out,
        table.text(client),
        table.nameFrom(client),
        table.nameTo(client),
        knowledge.order().orderTime(client),
        knowledge.digest(client));
  }

  boolean hasToTell(int number) {
    return neighbours[number].hasToTell();
  }

  /// Word goes out now, and what word was given of and has not come is asked for.
  void tick(long nowNanos) {
    hasPruned = false;
    word.tick(
        nowNanos,
        (number, client) -> {
          if (neighbours[number].isUp()) {
            neighbours[number].graft(client);
            effects.tell(number);
          }
        });
    for (int i = 0; i < neighbours.length; i++) {
      if (neighbours[i].isLazy() && neighbours[i].hasToTell()) {
        effects.tell(i);
      }
    }
  }

  List<NeighbourStatus> status() {
    return Arrays.stream(neighbours)
        .map(n ->
            new NeighbourStatus(
                n.settings().name(), n.isUp(), n.pending(), n.told(), n.catchUpStatus()))
        .toList();
  }
}
