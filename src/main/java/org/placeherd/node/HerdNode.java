package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.placeherd.node.HeldReports.Held;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.LineReader;

/// One server of the herd, without a body: lines go in with the time, [Effects] come out in order.
///
/// A report that is newer than the one known is kept and told to every neighbour but those that
/// have it already; any other is not, and that is what ends a flood. One thread.
public final class HerdNode {
  private final NodeSettings settings;
  private final Effects effects;
  private final PositionTable table = new PositionTable();
  private final ServerNames servers = new ServerNames();
  private final ReportOrder order;
  private final HeldReports held = new HeldReports();
  private final LineBatch heldBatch = new LineBatch();
  private final LineReader heldReader;
  private final Neighbour[] neighbours;
  private final byte[][] neighbourNames;
  private final byte[] ownName;
  private final byte[] ownPrefix;
  private final int ownNumber;
  private long stored;
  private long alarms;
  private long lagNanos = -1;

  /// A node that knows nobody yet and whose links are all down.
  public HerdNode(NodeSettings settings, Effects effects) {
    this.settings = settings;
    this.effects = effects;
    order = new ReportOrder(table, servers, settings.toleranceNanos());
    heldReader = new LineReader(settings.limits(), settings.hashKey());
    neighbours = settings.neighbours().stream().map(Neighbour::new).toArray(Neighbour[]::new);
    neighbourNames =
        settings.neighbours().stream().map(n -> n.name().getBytes(UTF_8)).toArray(byte[][]::new);
    ownName = settings.name().getBytes(UTF_8);
    ownPrefix = AtLine.prefix(ownName);
    ownNumber = servers.number(ownName, 0, ownName.length);
  }

  /// Handles the lines of one connection, in order.
  ///
  /// @param nowNanos the time at which they were read, nanoseconds since 1970
  public void handle(LineBatch batch, Session session, long nowNanos) {
    table.touch(batch);
    int lines = batch.size();
    for (int i = 0; i < lines; i++) {
      Line line = batch.line(i);
      effects.show(line, handle(line, session, nowNanos));
    }
  }

  private Outcome handle(Line line, Session session, long nowNanos) {
    return switch (line.kind()) {
      case IAMAT -> iamat(line, nowNanos);
      case WHATSAT -> whatsat(line);
      case AT -> session.mayTell() ? at(line, session, nowNanos) : refuse(line);
      case HELLO -> session.mayTell() ? hello(line, session) : refuse(line);
      case STATUS -> session.isGreeted() ? showStatus() : refuse(line);
      case INVALID -> complain(line, Outcome.INVALID);
      case COMPLAINT -> Outcome.IGNORED;
      case TOO_LONG -> tooLong(line);
    };
  }

  private Outcome iamat(Line line, long nowNanos) {
    boolean far = line.timeNanos() == Long.MAX_VALUE;
    byte[] delta = far ? AtLine.farDelta(nowNanos, line) : PositionTable.CANONICAL;
    int client = table.find(line);
    boolean newer =
        client == PositionTable.ABSENT || order.isNewer(line, ownNumber, nowNanos, delta, client);
    if (newer) {
      store(line, ownNumber, nowNanos, delta, client, Session.NO_NEIGHBOUR);
    }
    if (!newer && settings.staleReply() == NodeSettings.StaleReply.STORED) {
      putStored(effects.replies(), client);
    } else {
      putReply(effects.replies(), line, nowNanos, delta);
    }
    return newer ? Outcome.STORED : Outcome.NOT_NEWER;
  }

  private void putReply(ByteWriter out, Line line, long nowNanos, byte[] delta) {
    if (delta.length == 0) {
      AtLine.putReply(out, ownPrefix, nowNanos - line.timeNanos(), line);
      return;
    }
    out.put(ownPrefix);
    out.put(delta);
    out.put(' ');
    AtLine.putTail(out, line);
    out.put('\n');
  }

  private Outcome whatsat(Line line) {
    int client = table.find(line);
    if (client == PositionTable.ABSENT) {
      return complain(line, Outcome.UNKNOWN_CLIENT);
    }
    ByteWriter out = effects.replies();
    int before = out.size();
    putStored(out, client);
    double radiusMetres = line.radiusKilometres() * 1_000;
    effects.findPlaces(out.size() - before, table.position(client), radiusMetres, line.bound());
    return Outcome.ANSWERED;
  }

  private Outcome at(Line line, Session session, long nowNanos) {
    if (HeldReports.mustWait(line.receiveNanos(), nowNanos)) {
      alarms++;
      return held.hold(line, session) ? Outcome.HELD : Outcome.HOLD_FULL;
    }
    int client = table.find(line);
    if (client != PositionTable.ABSENT && !session.isGreeted() && order.isRewritten(line, client)) {
      return Outcome.DUPLICATE;
    }
    int server = servers.number(line.bytes(), line.serverFrom(), line.serverTo());
    if (server == ServerNames.NONE) {
      alarms++;
      return Outcome.TOO_MANY_SERVERS;
    }
    byte[] delta =
        line.deltaIsCanonical()
            ? PositionTable.CANONICAL
            : Arrays.copyOfRange(line.bytes(), line.deltaFrom(), line.deltaTo());
    if (client != PositionTable.ABSENT
        && !order.isNewer(line, server, line.receiveNanos(), delta, client)) {
      return Outcome.NOT_NEWER;
    }
    lagNanos = Math.max(0, nowNanos - line.receiveNanos());
    store(line, server, line.receiveNanos(), delta, client, holder(session));
    return Outcome.STORED;
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

  /// Keeps the report and tells every neighbour that is not known to have it.
  private void store(
      Line line, int server, long receiveNanos, byte[] delta, int known, int source) {
    int client = known;
    if (known == PositionTable.ABSENT) {
      client = table.add(line, server, receiveNanos, delta);
    } else {
      table.replace(known, line, server, receiveNanos, delta);
    }
    stored++;
    for (int i = 0; i < neighbours.length; i++) {
      Neighbour neighbour = neighbours[i];
      if (i != source
          && neighbour.isUp()
          && (neighbour.isOurs() || !isNamedBehind(line, neighbourNames[i]))
          && neighbour.add(client)) {
        effects.tell(i);
      }
    }
  }

  /// Whether an old-style AT line says in its fields after the six that this server has it. That
  /// spares an old-style neighbour an echo. It is no reason not to tell a server of ours: what it
  /// has may be another text of the report, and then the greater of the two must reach it.
  private static boolean isNamedBehind(Line line, byte[] name) {
    return line.kind() == LineKind.AT && line.hasExtra(name);
  }

  private Outcome hello(Line line, Session session) {
    int from = line.serverFrom();
    int to = line.serverTo();
    if (Arrays.equals(line.bytes(), from, to, ownName, 0, ownName.length)) {
      alarms++;
      return complain(line, Outcome.OUR_OWN_NAME);
    }
    int neighbour = Session.NO_NEIGHBOUR;
    for (int i = 0; i < neighbours.length; i++) {
      byte[] name = neighbourNames[i];
      if (Arrays.equals(line.bytes(), from, to, name, 0, name.length)) {
        neighbour = i;
      }
    }
    int losses = neighbour == Session.NO_NEIGHBOUR ? 0 : neighbours[neighbour].losses();
    session.greet(neighbour, losses);
    effects.replies().put(Hello.line(settings.name()));
    return Outcome.GREETED;
  }

  private Outcome showStatus() {
    effects.showStatus();
    return Outcome.ANSWERED;
  }

  private Outcome refuse(Line line) {
    return complain(line, Outcome.NOT_ALLOWED);
  }

  private Outcome complain(Line line, Outcome outcome) {
    return complain(line, line.to(), outcome);
  }

  private Outcome tooLong(Line line) {
    if (line.bytes()[line.from()] == '?') {
      return Outcome.TOO_LONG;
    }
    int end = Math.min(line.to(), line.from() + Limits.ECHO_OF_TOO_LONG_BYTES);
    return complain(line, end, Outcome.TOO_LONG);
  }

  private Outcome complain(Line line, int end, Outcome outcome) {
    ByteWriter out = effects.replies();
    out.put('?');
    out.put(' ');
    out.put(line.bytes(), line.from(), end);
    out.put('\n');
    return outcome;
  }

  private void putStored(ByteWriter out, int client) {
    putAt(out, client);
    out.put('\n');
  }

  private void putAt(ByteWriter out, int client) {
    out.put(servers.prefix(table.server(client)));
    table.putDelta(out, client);
    out.put(' ');
    table.putTail(out, client);
  }

  /// A link came up: the neighbour is to be told all that we know.
  ///
  /// @param ours whether it answered HELLO
  public void linkUp(int neighbour, boolean ours) {
    neighbours[neighbour].linkUp(table.size(), ours);
    if (neighbours[neighbour].pending() > 0) {
      effects.tell(neighbour);
    }
  }

  /// A link was lost: nothing waits for that neighbour until it is up again.
  public void linkDown(int neighbour) {
    neighbours[neighbour].linkDown();
  }

  /// Writes AT lines that the neighbour has not been told yet until `maxBytes` are reached or none
  /// is left. Always the newest of each client.
  ///
  /// @return how many lines were written; 0 when there is nothing to tell
  public int drain(int neighbour, ByteWriter out, int maxBytes) {
    Neighbour to = neighbours[neighbour];
    int end = out.size() + maxBytes;
    int lines = 0;
    while (to.isUp() && out.size() < end) {
      int client = to.next();
      if (client < 0) {
        break;
      }
      putAt(out, client);
      putDialect(out, to, client);
      lines++;
    }
    return lines;
  }

  private void putDialect(ByteWriter out, Neighbour to, int client) {
    switch (to.settings().extra()) {
      case NONE -> {}
      case SENDER -> putField(out, ownName);
      case VISITED -> {
        if (table.server(client) != ownNumber) {
          putField(out, servers.name(table.server(client)));
        }
        putField(out, ownName);
      }
    }
    if (to.settings().carriageReturn()) {
      out.put('\r');
    }
    out.put('\n');
  }

  private static void putField(ByteWriter out, byte[] field) {
    out.put(' ');
    out.put(field);
  }

  /// Whether the neighbour has something to be told.
  public boolean hasToTell(int neighbour) {
    return neighbours[neighbour].isUp() && neighbours[neighbour].pending() > 0;
  }

  /// Lets in the held reports whose time has come. Call it now and then, at least every second.
  public void tick(long nowNanos) {
    while (held.isDue(nowNanos)) {
      Held report = held.take();
      byte[] text = report.text();
      byte[] buffer = Arrays.copyOf(text, text.length + 1 + LineReader.SLACK_BYTES);
      buffer[text.length] = '\n';
      heldBatch.clear();
      heldReader.read(buffer, 0, text.length + 1, true, 1, heldBatch);
      handle(heldBatch, report.session(), nowNanos);
    }
  }

  /// How this node is.
  public NodeStatus status() {
    List<NeighbourStatus> links =
        Arrays.stream(neighbours)
            .map(n -> new NeighbourStatus(n.settings().name(), n.isUp(), n.pending(), n.told()))
            .toList();
    return new NodeStatus(table.size(), stored, held.size(), alarms, lagNanos, links);
  }
}
