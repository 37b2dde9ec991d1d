package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;
import org.placeherd.node.HeldReports.Held;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// One server of the herd, without a body: lines go in with the time, [Effects] come out in order.
///
/// A report that is newer than the one known is kept and told to every neighbour but those that
/// have it already; any other is not, and that is what ends a flood. One thread.
public final class HerdNode {
  /// A report names a server for whose name there is no room.
  private static final int NO_ROOM = Integer.MIN_VALUE;

  /// A report is newer, and there is no room for it.
  private static final int FULL = Integer.MIN_VALUE + 1;

  /// So many clients ahead the table's slots are brought into the cache.
  private static final int TOUCHED_AHEAD = 8;

  /// Who has the node forget a client: it came by no line.
  private static final Session NOBODY = new Session(false);

  private final NodeSettings settings;
  private final Effects effects;
  private final Knowledge knowledge;
  private final PositionTable table;
  private final Neighbourhood neighbourhood;
  private final Comparison comparison;
  private final Greetings greetings;
  private final ClientGuard guard;
  private final HeldReports held;
  private final ClientSet unsaved = new ClientSet();
  private final CheckedLine checked = new CheckedLine();
  private final Replies replies;
  private final Deletions deletions;
  private final int ownNumber;
  private boolean takesReports = true;
  private long stored;
  private long alarms;
  private long lagNanos = -1;

  /// A node that knows nobody yet and whose links are all down.
  public HerdNode(NodeSettings settings, Effects effects) {
    this.settings = settings;
    this.effects = effects;
    knowledge = new Knowledge(settings.toleranceNanos(), settings.hashKey());
    table = knowledge.table();
    held = new HeldReports(new LineReader(settings.limits(), settings.hashKey()));
    guard = new ClientGuard(settings.clientLimits(), table);
    byte[] ownName = settings.name().getBytes(UTF_8);
    replies = new Replies(knowledge, ownName, effects);
    deletions = new Deletions(knowledge, ownName, settings.hashKey());
    ownNumber = knowledge.servers().number(ownName, 0, ownName.length);
    // Before any that a peer may make up.
    settings.neighbours().forEach(neighbour -> knowledge.servers().expect(neighbour.name()));
    settings.others().forEach(knowledge.servers()::expect);
    neighbourhood = new Neighbourhood(settings, knowledge, ownName, effects);
    comparison = new Comparison(knowledge);
    greetings = new Greetings(settings.name(), neighbourhood, effects);
  }

  /// Handles the lines of one connection, in order.
  ///
  /// @param nowNanos the time at which they were read, nanoseconds since 1970
  public void handle(LineBatch batch, Session session, long nowNanos) {
    knowledge.touch(batch);
    int lines = batch.size();
    for (int i = 0; i < lines && !session.isShut(); i++) {
      Line line = batch.line(i);
      effects.show(line, handle(line, session, nowNanos));
    }
  }

  /// Hears this server's own AT and GONE lines again after a start, before anything else is
  /// handled. They are saved already, and nobody is told.
  ///
  /// @return how many were newer than what was known
  public int recall(LineBatch batch) {
    knowledge.touch(batch);
    int newer = 0;
    for (int i = 0; i < batch.size(); i++) {
      Line line = batch.line(i);
      if (line.kind().isTold() && keepIfNewer(line, table.find(line), false) > 0) {
        newer++;
      }
    }
    return newer;
  }

  private Outcome handle(Line line, Session session, long nowNanos) {
    return switch (line.kind()) {
      case IAMAT -> session.mayReport(line) ? iamat(line, session, nowNanos) : replies.refuse(line);
      case WHATSAT -> session.mayAsk() && session.mayRead() ? whatsat(line) : replies.refuse(line);
      case AUTH -> replies.token(line, session);
      case AT -> session.mayTell() ? at(line, session, nowNanos) : replies.refuse(line);
      case GONE -> session.isGreeted() ? at(line, session, nowNanos) : replies.refuse(line);
      case HELLO -> hello(line, session);
      case STATUS ->
          session.isGreeted() && session.mayAdminister() ? showStatus() : replies.refuse(line);
      case COMPARE -> session.isGreeted() ? compare(line, session) : replies.refuse(line);
      case HAVE, GRAFT, PRUNE ->
          session.isGreeted() ? tree(line, session, nowNanos) : replies.refuse(line);
      case TOP, LEAVES, LIST -> replies.refuse(line);
      case INVALID, HTTP_REQUEST -> replies.complain(line, Outcome.INVALID);
      case COMPLAINT -> Outcome.IGNORED;
      case TOO_LONG -> replies.tooLong(line);
    };
  }

  private Outcome iamat(Line line, Session session, long nowNanos) {
    if (!takesReports) {
      return replies.complain(line, Outcome.DISK_FULL);
    }
    boolean far = line.timeNanos() == Long.MAX_VALUE;
    byte[] delta = far ? AtLine.farDelta(nowNanos, line) : PositionTable.CANONICAL;
    int client = table.find(line);
    boolean newer =
        client == PositionTable.ABSENT
            || knowledge.order().compare(line, ownNumber, nowNanos, delta, client) > 0;
    if (newer && !guard.hasRoom(client, line, delta.length)) {
      return replies.complain(line, Outcome.TABLE_FULL);
    }
    if (client != PositionTable.ABSENT && guard.isTooFast(client, nowNanos)) {
      return replies.complain(line, Outcome.TOO_FAST);
    }
    if (newer) {
      boolean isNew = client == PositionTable.ABSENT;
      client = knowledge.store(line, ownNumber, nowNanos, delta, client);
      hasStored(client, line, session);
      var _ = isNew && guard.isTooFast(client, nowNanos); // its first report counts
    }
    if (!newer
        && settings.staleReply() == NodeSettings.StaleReply.STORED
        && !table.isGone(client)) {
      replies.putKnown(client);
    } else {
      replies.putTaken(line, nowNanos, delta);
    }
    return newer ? Outcome.STORED : Outcome.NOT_NEWER;
  }

  private Outcome whatsat(Line line) {
    int client = table.find(line);
    if (client == PositionTable.ABSENT || table.isGone(client)) {
      return replies.complain(line, Outcome.UNKNOWN_CLIENT);
    }
    effects.findPlaces(replies.putKnown(client), table.position(client), line);
    return Outcome.ANSWERED;
  }

  private Outcome at(Line line, Session session, long nowNanos) {
    if (HeldReports.mustWait(line.receiveNanos(), nowNanos)) {
      alarms++;
      return held.hold(line, session) ? Outcome.HELD : Outcome.HOLD_FULL;
    }
    int known = table.find(line);
    if (known != PositionTable.ABSENT
        && !session.isGreeted()
        && knowledge.order().isRewritten(line, known)) {
      return Outcome.DUPLICATE;
    }
    int order = keepIfNewer(line, known, true);
    if (order == NO_ROOM || order == FULL) {
      alarms++;
      return order == FULL ? Outcome.TABLE_FULL : Outcome.TOO_MANY_SERVERS;
    }
    if (order > 0) {
      lagNanos = Math.max(0, nowNanos - line.receiveNanos());
      hasStored(known == PositionTable.ABSENT ? table.size() - 1 : known, line, session);
      return Outcome.STORED;
    }
    if (order == 0 && session.isGreeted()) {
      neighbourhood.heardTwice(session);
    }
    return Outcome.NOT_NEWER;
  }

  /// Deletes a client, in the whole herd: its deletion is kept and told like a report.
  ///
  /// @param client its name
  /// @param nowNanos the time at which this was asked, nanoseconds since 1970
  /// @param shown takes the line of the deletion, for the event log
  /// @return [Outcome#STORED]; [Outcome#UNKNOWN_CLIENT] if nobody has heard of it, or it was
  ///   deleted before; [Outcome#DISK_FULL]
  public Outcome forget(byte[] client, long nowNanos, Consumer<Line> shown) {
    int known = knowledge.reports().number(client);
    if (known == PositionTable.ABSENT || table.isGone(known)) {
      return Outcome.UNKNOWN_CLIENT;
    }
    if (!takesReports) {
      return Outcome.DISK_FULL;
    }
    Line line = deletions.line(known, nowNanos);
    int order = keepIfNewer(line, known, false);
    if (order <= 0) {
      throw new IllegalStateException("older than what it deletes: " + line);
    }
    hasStored(known, line, NOBODY);
    shown.accept(line);
    return Outcome.STORED;
  }

  /// Keeps what an AT or GONE line says if it is newer than what is known, or its telemetry if that
  /// is more.
  ///
  /// @param known the client's number, or [PositionTable#ABSENT]
  /// @param isBounded whether there has to be room for it
  /// @return positive if it is, 0 if it is what is known, negative if it is older; [#NO_ROOM];
  ///   [#FULL]
  private int keepIfNewer(Line line, int known, boolean isBounded) {
    int server = knowledge.servers().number(line.bytes(), line.serverFrom(), line.serverTo());
    if (server == ServerNames.NONE) {
      return NO_ROOM;
    }
    byte[] delta =
        line.deltaIsCanonical()
            ? PositionTable.CANONICAL
            : Arrays.copyOfRange(line.bytes(), line.deltaFrom(), line.deltaTo());
    int order =
        known == PositionTable.ABSENT
            ? 1
            : knowledge.order().compare(line, server, line.receiveNanos(), delta, known);
    if (order > 0 && isBounded && !guard.hasRoom(known, line, delta.length)) {
      return FULL;
    }
    if (order > 0) {
      var _ = knowledge.store(line, server, line.receiveNanos(), delta, known);
      return order;
    }
    return order == 0 && knowledge.complete(known, line) ? 1 : order;
  }

  /// A newer report or deletion is in the table: has it saved and told. Every change comes by here.
  private void hasStored(int client, Line line, Session session) {
    stored++;
    var _ = unsaved.add(client);
    neighbourhood.tell(client, line, session);
  }

  private Outcome compare(Line line, Session session) {
    neighbourhood.compared(line, session);
    comparison.answer(line, effects.replies());
    return Outcome.TAKEN;
  }

  private Outcome tree(Line line, Session session, long nowNanos) {
    switch (line.kind()) {
      case HAVE -> {
        if (!guard.isFull() || table.find(line) != PositionTable.ABSENT) {
          neighbourhood.gotWord(line, session, nowNanos);
        } // else there is no room for what would be asked for
      }
      case GRAFT ->
          neighbourhood.grafted(
              session, line.namesClient() ? table.find(line) : PositionTable.ABSENT);
      default -> neighbourhood.pruned(session);
    }
    return Outcome.TAKEN;
  }

  private Outcome hello(Line line, Session session) {
    Outcome outcome = greetings.hello(line, session);
    alarms += outcome == Outcome.OUR_OWN_NAME ? 1 : 0;
    return Greetings.isRefusal(outcome) ? replies.complain(line, outcome) : outcome;
  }

  private Outcome showStatus() {
    effects.showStatus();
    return Outcome.ANSWERED;
  }

  /// How many reports and deletions were stored since the start: whatever was answered so far shows
  /// no more than these.
  public long stored() {
    return stored;
  }

  /// How many clients' reports were stored and not drained to be saved.
  public int unsaved() {
    return unsaved.size();
  }

  /// Writes the AT and GONE lines that are to be saved, with their checksums, until `maxBytes` are
  /// reached or none is left. Always the newest of each client.
  public void drainUnsaved(ByteWriter out, int maxBytes) {
    int end = out.size() + maxBytes;
    while (out.size() < end && unsaved.size() > 0) {
      int soon = unsaved.ahead(TOUCHED_AHEAD);
      if (soon != ClientSet.NOBODY) {
        table.touch(soon);
      }
      int from = out.size();
      knowledge.putWhole(out, unsaved.take());
      checked.end(out, from);
    }
  }

  /// Writes AT and GONE lines of the table, with their checksums, for a snapshot.
  ///
  /// @param client the number to begin with; clients are numbered from 0
  /// @return the number to go on with; [#clients] when all have been written
  public int putSnapshot(ByteWriter out, int client, int maxBytes) {
    int end = out.size() + maxBytes;
    int next = client;
    while (out.size() < end && next < table.size()) {
      int from = out.size();
      knowledge.putWhole(out, next++);
      checked.end(out, from);
    }
    return next;
  }

  /// How many clients are known, those that were deleted among them.
  public int clients() {
    return table.size();
  }

  /// Reads what is known of clients.
  public ClientReports reports() {
    return knowledge.reports();
  }

  /// Whether reports of clients are taken. They are not while they cannot be saved: then an IAMAT
  /// is answered as a line that cannot be served, and what other servers tell is kept in memory.
  public void takeReports(boolean takes) {
    takesReports = takes;
  }

  /// A link came up: the neighbour is to be told what it lacks.
  ///
  /// @param ours whether it answered HELLO
  public void linkUp(int neighbour, boolean ours) {
    neighbourhood.linkUp(neighbour, ours);
  }

  /// A link was lost.
  public void linkDown(int neighbour) {
    neighbourhood.linkDown(neighbour);
  }

  /// Compares with a neighbour what both know, and tells it what it lacks; no effect where one has
  /// not ended. Call it now and then with a neighbour chosen by chance.
  public void compare(int neighbour, long nowNanos) {
    neighbourhood.compareOld(neighbour, nowNanos);
  }

  /// Takes what a neighbour of ours says on our link to it, in order: answers, never commands.
  public void heard(int neighbour, LineBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      neighbourhood.answered(neighbour, batch.line(i));
    }
  }

  /// Writes what there is to say to a neighbour until `maxBytes` are reached or nothing is left: AT
  /// lines, always the newest of each client, and to servers of ours what keeps them in step.
  ///
  /// @return how many AT lines were written
  public int drain(int neighbour, ByteWriter out, int maxBytes) {
    return neighbourhood.drain(neighbour, out, maxBytes);
  }

  /// Whether the neighbour has something to be told.
  public boolean hasToTell(int neighbour) {
    return neighbourhood.hasToTell(neighbour);
  }

  /// Lets in the held reports whose time has come, and gives word over links outside the tree. Call
  /// it now and then, at least every second.
  public void tick(long nowNanos) {
    neighbourhood.tick(nowNanos);
    while (held.isDue(nowNanos)) {
      Held report = held.take();
      handle(held.read(report), report.session(), nowNanos);
    }
  }

  /// How this node is.
  public NodeStatus status() {
    return new NodeStatus(
        table.size() - knowledge.gone(),
        knowledge.gone(),
        stored,
        held.size(),
        alarms,
        lagNanos,
        new NodeStatus.Refusals(guard.refusedFull(), guard.refusedTooFast(), greetings.unproved()),
        neighbourhood.status());
  }
}
