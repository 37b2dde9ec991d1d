package org.placeherd.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalThread;
import org.placeherd.journal.Recovery;
import org.placeherd.node.Effects;
import org.placeherd.node.HerdNode;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.Outcome;
import org.placeherd.node.Rights;
import org.placeherd.node.Session;
import org.placeherd.ops.Label;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesNote;
import org.placeherd.transport.DatagramSession;
import org.placeherd.transport.LaterReply;
import org.placeherd.transport.LineConnection;
import org.placeherd.transport.LineSender;
import org.placeherd.transport.LineSession;
import org.placeherd.transport.Reactor;
import org.placeherd.transport.Tls;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;

/// Feeds the node and performs its effects, in order. All on the reactor's thread.
final class HerdLoop implements Effects, LineSession.Factory, DatagramSession {
  /// Held reports are looked at this often, and whatever else takes its time.
  static final int TICK_MILLIS = 250;

  /// A neighbour chosen by chance is compared with this often (reliability §1).
  private static final long COMPARE_MILLIS = 10_000;

  /// Who told a report that was held, in the event log.
  private static final Label HELD = Label.of("held");

  /// What stands before the address of a datagram's sender in the event log.
  private static final String UDP = "udp:";

  /// The number of all senders of datagrams.
  static final long DATAGRAMS = 1;

  private final Reactor reactor;
  private final HerdEvents events;
  private final PlacesGateway places;
  private final WhatsatAnswers whatsats;
  private final Admission admission;
  private final RefusalNotes refusals;
  private final TokenDoor door;
  private final Session datagramSession;
  private final HerdNode node;
  private final NeighbourLinks links;
  private final ServerSettings settings;
  private final long startNanos = System.nanoTime();
  private final Saver saver;
  private final HerdChanges changes;
  private @Nullable HerdSession current;
  private int repliesShown;
  private final LoopCounters counters = new LoopCounters();
  private final Readiness readiness;
  private long nowNanos;
  private long sessionsEver = DATAGRAMS;
  private long placesAlarms;

  /// @param admission who may tell, and what counts whom the ports have refused
  /// @param tls the TLS that is spoken with neighbours, if any
  /// @param door who is let in
  /// @param onFailure what to do when nothing can be saved any more
  /// @throws StartupException if the journal cannot be had
  HerdLoop(
      ServerSettings settings,
      NodeSettings nodeSettings,
      Reactor reactor,
      HerdEvents events,
      PlacesGateway places,
      Admission admission,
      Optional<Tls> tls,
      TokenDoor door,
      Consumer<JournalException> onFailure)
      throws StartupException {
    this.settings = settings;
    this.reactor = reactor;
    this.events = events;
    this.places = places;
    this.whatsats = new WhatsatAnswers(places, reactor, events);
    this.admission = admission;
    this.refusals = new RefusalNotes(nodeSettings.clientLimits());
    this.door = door;
    this.datagramSession = datagramSession();
    this.node = new HerdNode(nodeSettings, this);
    this.links =
        new NeighbourLinks(
            settings, nodeSettings.hashKey(), tls, admission.secret(), reactor, node, events);
    this.readiness = new Readiness(links.size(), System::nanoTime);
    Journal journal = Recollection.open(settings, node, nodeSettings.hashKey());
    show(journal.recovery());
    this.saver =
        new Saver(
            listener -> new JournalThread(journal, reactor::execute, listener),
            node,
            reactor,
            events::note,
            settings.herd().options().acknowledgement(),
            System::nanoTime,
            onFailure);
    this.changes = new HerdChanges(reactor, node);
    reactor.endOfBatch(this::endOfBatch);
    reactor.beforeReplies(links::tellAll);
  }

  private Session datagramSession() {
    return door.closed(new Session(false, settings.herd().linePort().udpWhatsat()));
  }

  private void show(Recovery recovery) {
    events.at(EpochClock.nanos());
    events.note(Recollection.sentence(recovery));
    for (String alarm : recovery.alarms()) {
      events.note(alarm);
      System.err.println("placeherd: " + alarm);
    }
    events.endOfBatch();
  }

  /// Starts to connect to the neighbours. On the loop.
  void start() {
    reactor.everyMillis(TICK_MILLIS, this::tick);
    reactor.everyMillis(COMPARE_MILLIS, this::compare);
    links.start();
  }

  /// Saves what was stored so far; done when it is. On the loop.
  CompletableFuture<Void> finish() {
    return saver.finish();
  }

  /// Stops to tell the neighbours. On the loop.
  void stop() {
    links.close();
    saver.stop();
  }

  /// Lets the journal go, behind [#stop]. Not on the loop.
  ///
  /// @throws JournalException if the disk fails
  void close() throws JournalException {
    saver.close();
  }

  @Override
  public LineSession open(LineConnection connection) {
    HerdSession session =
        new HerdSession(
            this, connection, "", door.closed(admission.session(connection)), ++sessionsEver);
    events.at(EpochClock.nanos());
    events.connected(session.label());
    counters.opened(session.transport());
    return session;
  }

  /// A datagram may be from anybody, whatever it names as its sender, so it is never a peer's; and
  /// all of them are one asker to the places.
  @Override
  public void line(LineSender sender, LineBatch batch) {
    counters.datagram();
    Session session = door.asksForTokens() ? datagramSession() : datagramSession;
    lines(new HerdSession(this, sender, UDP, session, DATAGRAMS), batch);
  }

  @Override
  public boolean takesTokens() {
    return door.asksForTokens();
  }

  @Override
  public Optional<Rights> rights(Line auth) {
    return door.rights(auth, current().node(), current().provenAddress());
  }

  /// Who handles the lines of somebody that speaks HTTP. A browser may be made to speak to any
  /// address, so he is never a peer, wherever he is.
  ///
  /// @param how what stands before his address in the event log
  /// @param asker who he is to the places gateway; below 0
  /// @param node what the node knows of him
  Consumer<LineBatch> stranger(LineSender sender, String how, long asker, Session node) {
    HerdSession session = new HerdSession(this, sender, how, node, asker);
    return batch -> lines(session, batch);
  }

  @Override
  public void refused(InetSocketAddress remote, String reason) {
    counters.refused();
    limited(remote, reason);
  }

  @Override
  public void limited(InetSocketAddress remote, String reason) {
    events.at(EpochClock.nanos());
    events.refused(HerdSession.label(remote), reason);
    reactor.endBatchSoon();
  }

  /// Lets in the reports whose time has come; nobody is there to be answered.
  private void tick() {
    nowNanos = EpochClock.nanos();
    current = null;
    events.at(nowNanos);
    node.tick(nowNanos);
    NodeStatus status = node.status();
    refusals.take(status.refusals(), System.nanoTime()).forEach(events::note);
    saver.tick();
    readiness.look(status.neighbours(), links.status());
    reactor.endBatchSoon();
  }

  private void compare() {
    if (links.size() > 0) {
      node.compare(ThreadLocalRandom.current().nextInt(links.size()), EpochClock.nanos());
      reactor.endBatchSoon();
    }
  }

  void greetedBy(int neighbour) {
    links.greetedBy(neighbour);
  }

  void lines(HerdSession session, LineBatch batch) {
    current = session;
    repliesShown = 0;
    nowNanos = EpochClock.nanos();
    events.at(nowNanos);
    node.handle(batch, session.node(), nowNanos);
    reactor.endBatchSoon();
  }

  /// Tells the operator something. On the loop.
  void note(String sentence) {
    events.at(EpochClock.nanos());
    events.note(sentence);
    reactor.endBatchSoon();
  }

  /// Tells the operator something about the places, also where no event log is kept. On the loop.
  void note(PlacesNote news) {
    placesAlarms += news.isAlarm() ? 1 : 0;
    note(news.sentence());
    Thread.ofVirtual().start(() -> System.err.println("placeherd: " + news.sentence()));
  }

  void closed(HerdSession session, String reason) {
    counters.closed(session.transport());
    events.at(EpochClock.nanos());
    events.disconnected(session.label(), reason);
    reactor.endBatchSoon();
  }

  private HerdSession current() {
    return Objects.requireNonNull(current, "the node answers only while it handles lines");
  }

  @Override
  public ByteWriter replies() {
    return current().sender().replies();
  }

  @Override
  public void findPlaces(int atLineBytes, LatLon centre, Line whatsat) {
    HerdSession session = current();
    LaterReply reply = session.sender().later(atLineBytes);
    repliesShown = 0;
    whatsats.find(session, reply, centre, whatsat);
  }

  @Override
  public void showStatus() {
    replies().put("STATUS " + StatusText.json(status()) + "\n");
  }

  /// The links to its neighbours.
  NeighbourLinks links() {
    return links;
  }

  /// Whether it should be sent clients.
  Readiness readiness() {
    return readiness;
  }

  /// What the API asks is read here.
  HerdReading reading(org.placeherd.wire.Limits limits, PhoneReports.Speakers reporters) {
    return new HerdReading(limits, reactor, node, this::status, events, places, reporters, changes);
  }

  /// How the server is. On the loop.
  ServerStatus status() {
    NodeStatus nodeStatus = node.status();
    return new ServerStatus(
        settings.self().name(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
        readiness.missing(nodeStatus.neighbours(), links.status(), saver.status().full()),
        counters.counts(),
        events.shed(),
        nodeStatus.alarms() + placesAlarms,
        settings.herd().options().acknowledgement(),
        nodeStatus,
        saver.status(),
        saver.counts(),
        links.status(),
        admission.breaches(),
        places.providerName(),
        places.counters(),
        places.sources());
  }

  @Override
  public void tell(int neighbour) {
    links.tell(neighbour);
  }

  @Override
  public void show(Line line, Outcome outcome) {
    counters.handled(line, outcome, nowNanos);
    HerdSession session = current;
    if (session == null) {
      events.in(HELD, line, outcome);
      return;
    }
    if (events.isOn()) {
      events.in(session.label(), line, outcome);
      ByteWriter replies = replies();
      events.out(session.label(), line, replies.array(), repliesShown, replies.size());
      repliesShown = replies.size();
    }
    session.handled(line, outcome);
    if (outcome == Outcome.OUR_OWN_NAME) {
      warn(
          "Another server of the name in '%s' said HELLO to us; give each server its own name.",
          line);
    }
  }

  private void warn(String sentence, Line line) {
    events.note(
        sentence.formatted(
            new String(
                line.bytes(), line.from(), line.to() - line.from(), StandardCharsets.UTF_8)));
  }

  private long endOfBatch() {
    links.tellSoon();
    changes.endOfBatch();
    events.endOfBatch();
    return saver.endOfBatch();
  }
}
