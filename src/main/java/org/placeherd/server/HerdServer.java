package org.placeherd.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.placeherd.journal.JournalException;
import org.placeherd.node.NodeSettings;
import org.placeherd.ops.EventLog;
import org.placeherd.places.PlacesGateway;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.LineCalls;
import org.placeherd.transport.LineOptions;
import org.placeherd.transport.Reactor;
import org.placeherd.transport.Tls;
import org.placeherd.wire.HashKey;

/// One running server of a herd: joins the rooms, starts them in order, stops them in order.
public final class HerdServer implements AutoCloseable {
  /// The places are got ready this long after the start, when the port has long been open and other
  /// servers have had their turn to start.
  private static final long WARM_UP_MILLIS = 5_000;

  /// HTTP is loaded this long after the start: loaded at once it would take the processor from the
  /// first lines.
  private static final long HTTP_MILLIS = 200;

  /// An old-style peer that says nothing for this long may have left its socket open on us.
  private static final long IDLE_PEER_MILLIS = 300_000;

  /// What UDP has lost, and how the sources of places are, is looked at this often.
  private static final long TROUBLE_MILLIS = 1_000;

  private static final long STOP_SECONDS = 2;

  /// How much longer than its bound a gentle end may take to say that it has ended.
  private static final long GRACE_MILLIS = 500;

  private final EventLog log;
  private final Reactor reactor;
  private final LinePorts ports;
  private @Nullable HerdLoop loop;
  private @Nullable HttpLines httpLines;
  private volatile Optional<CertificateWatch> certificates = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private final PlacesGateway places;
  private final HttpSide http;
  private final HerdMetrics metrics = new HerdMetrics();
  private final CountDownLatch closed = new CountDownLatch(1);

  private HerdServer(
      EventLog log, Reactor reactor, LinePorts ports, PlacesGateway places, HttpSide http) {
    this.log = log;
    this.reactor = reactor;
    this.ports = ports;
    this.places = places;
    this.http = http;
  }

  /// Starts a server; when this returns, it accepts connections. HTTP follows: see [#http].
  ///
  /// @throws StartupException if the places provider is unknown, the event log cannot be written or
  ///   the port cannot be had; nothing is left half started
  public static HerdServer start(ServerSettings settings) throws StartupException {
    return start(settings, HerdPlaces.open(settings), IDLE_PEER_MILLIS);
  }

  /// Starts a server with these places, which close when it does, and another idle time for
  /// old-style peers.
  static HerdServer start(ServerSettings settings, PlacesGateway places, long idlePeerMillis)
      throws StartupException {
    HashKey hashKey = hashKey();
    Reactor reactor = new Reactor("herd-" + settings.self().name());
    try {
      Optional<TlsFiles> files =
          settings
              .herd()
              .linePort()
              .tls()
              .map(options -> new TlsFiles(options, settings.self().name()));
      Optional<Tls> tls =
          files.isPresent() ? Optional.of(tls(settings, files.get())) : Optional.empty();
      Optional<HerdSecret> secret = SecretFile.of(settings);
      Optional<TokenWatch> tokens = TokenWatch.of(settings);
      long heapBytes = Runtime.getRuntime().maxMemory();
      LineOptions lines = RoomSettings.lines(settings, hashKey, idlePeerMillis, tls, heapBytes);
      // The ports first: who cannot have them leaves no trace. Nobody is served before the rest is
      // there.
      LinePorts ports = LinePorts.open(settings, lines, reactor);
      HttpSide http = new HttpSide(settings, tls);
      requireFreePort(http, ports);
      EventLog log = openLog(settings, ports);
      HerdServer server = new HerdServer(log, reactor, ports, places, http);
      Admission admission = new Admission(settings, secret, lines.gate());
      server.serve(
          settings, RoomSettings.node(settings, hashKey, heapBytes), admission, tls, tokens);
      if (files.isPresent() && tls.isPresent()) {
        server.watch(files.get(), tls.get());
      }
      return server;
    } catch (StartupException e) {
      reactor.close();
      places.close();
      throw e;
    }
  }

  private void serve(
      ServerSettings settings,
      NodeSettings nodeSettings,
      Admission admission,
      Optional<Tls> tls,
      Optional<TokenWatch> tokens)
      throws StartupException {
    TokenDoor door = new TokenDoor(tokens.map(TokenWatch::gate));
    HerdEvents events = new HerdEvents(log, settings.herd().options().events());
    HerdLoop herd;
    try {
      herd =
          new HerdLoop(
              settings,
              nodeSettings,
              reactor,
              events,
              places,
              admission,
              tls,
              door,
              this::diskFailed);
    } catch (StartupException e) {
      ports.close();
      log.close();
      throw e;
    }
    loop = herd;
    HttpLines lines =
        new HttpLines(
            new LineCalls(reactor, nodeSettings.limits(), nodeSettings.hashKey(), admission.gate()),
            herd,
            door);
    httpLines = lines;
    HerdReading reading = herd.reading(nodeSettings.limits(), lines::reporter);
    PhoneReports phones =
        new PhoneReports(
            lines::reporter, reading, nodeSettings.limits().clientIdBytes(), door.gate());
    ports.accept(herd, new PhoneDatagrams(phones, herd));
    ports
        .datagrams()
        .ifPresent(datagrams ->
            reactor.everyMillis(
                TROUBLE_MILLIS, () -> datagrams.takeTrouble().ifPresent(herd::note)));
    reactor.everyMillis(TROUBLE_MILLIS, () -> places.takeNotes().forEach(herd::note));
    reactor.execute(herd::start);
    reactor.afterMillis(WARM_UP_MILLIS, () -> HerdPlaces.warmUp(places));
    HttpBackend backend =
        new HttpBackend(
            reactor::execute,
            herd::status,
            places,
            metrics,
            http::counters,
            lines,
            reading,
            phones,
            door.gate());
    var _ = http.opened().thenRun(herd.readiness()::httpIsOpen);
    tokens.ifPresent(watch ->
        reactor.everyMillis(
            TokenWatch.MILLIS,
            () ->
                Thread.ofVirtual()
                    .start(
                        () -> watch.look(sentence -> reactor.execute(() -> herd.note(sentence))))));
    reactor.afterMillis(HTTP_MILLIS, () -> http.open(backend, this::httpFailed));
  }

  private static void requireFreePort(HttpSide http, LinePorts ports) throws StartupException {
    try {
      http.requireFreePort();
    } catch (StartupException e) {
      ports.close();
      throw e;
    }
  }

  /// Nothing can be saved any more: better no server than one that forgets. Never tried again, for
  /// the kernel drops what it could not write and the next sync would succeed.
  private void diskFailed(JournalException reason) {
    failure = Optional.of(reason.sentence());
    reactor.giveUp("the disk failed");
    Thread.ofPlatform().name("disk failed").start(this::close);
  }

  /// HTTP cannot be opened, as when somebody took the port since it was tried: the same end as if
  /// it had been taken then.
  private void httpFailed(StartupException reason) {
    failure = Optional.of(reason.sentence());
    Thread.ofPlatform().name("no HTTP").start(this::close);
  }

  /// The port of HTTP, when it is open; none where HTTP is off. Cancelled when the server closes
  /// before.
  public CompletionStage<OptionalInt> http() {
    return http.opened();
  }

  /// Why the server ended by itself, if it did: one sentence.
  public Optional<String> failure() {
    return failure;
  }

  private static Tls tls(ServerSettings settings, TlsFiles files) throws StartupException {
    boolean needsCertificate =
        settings.herd().linePort().tls().map(TlsOptions::clients).orElseThrow()
            == TlsOptions.Clients.CERTIFICATE;
    return new Tls(
        files.read(InstantSource.system().instant()), needsCertificate, settings::takesPlain);
  }

  private void watch(TlsFiles files, Tls tls) {
    HerdLoop herd = Objects.requireNonNull(loop, "a server that was started");
    certificates =
        Optional.of(
            new CertificateWatch(
                files,
                tls,
                sentence -> reactor.execute(() -> herd.note(sentence)),
                InstantSource.system()));
    reactor.everyMillis(
        CertificateWatch.MILLIS, () -> Thread.ofVirtual().start(this::lookAtCertificates));
  }

  /// Looks whether the certificate files have changed.
  void lookAtCertificates() {
    certificates.ifPresent(CertificateWatch::look);
  }

  private static EventLog openLog(ServerSettings settings, LinePorts ports)
      throws StartupException {
    ServerOptions options = settings.herd().options();
    EventLogLimits limits = settings.herd().eventLog();
    if (options.events() == EventMode.OFF) {
      return EventLog.off();
    }
    try {
      return EventLog.open(
          options.data(),
          settings.self().name(),
          new EventLog.Settings(limits.fileBytes(), limits.files(), limits.format()));
    } catch (IOException e) {
      ports.close();
      throw StartupException.failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static HashKey hashKey() {
    SecureRandom chance = new SecureRandom();
    return new HashKey(chance.nextLong(), chance.nextLong());
  }

  /// The port that is listened on.
  public int port() {
    return ports.lines().port();
  }

  /// Waits until [#close] has been called.
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /// Ends the server gently (SIGTERM): nobody new is accepted, the lines that were read are
  /// answered and told to the neighbours, then connections and links are closed; within five
  /// seconds. Behind it the server is closed.
  ///
  /// @return what was cut short, in words; empty if nothing was
  public Optional<String> drain() {
    HerdLoop herd = Objects.requireNonNull(loop, "a server that was started");
    HttpLines lines = Objects.requireNonNull(httpLines, "a server that was started");
    herd.readiness().stops();
    reactor.afterMillis(
        Drain.PLACES_BOUND.toMillis(), () -> Thread.ofVirtual().start(places::close));
    Drain drain = new Drain(reactor::afterMillis, System::nanoTime, steps(herd, lines));
    Optional<String> cut;
    try {
      cut =
          CompletableFuture.completedFuture(drain)
              .thenComposeAsync(Drain::begin, reactor::execute)
              .get(Drain.BOUND.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      http.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut = Optional.of("it was interrupted");
    } catch (ExecutionException | TimeoutException e) {
      cut = Optional.of("its loop did not answer");
    }
    close();
    return cut;
  }

  private List<Drain.Step> steps(HerdLoop herd, HttpLines lines) {
    Runnable stopReading =
        () -> {
          ports.drain();
          lines.stop();
        };
    Runnable save =
        () -> {
          var _ = herd.finish();
        };
    return List.of(
        new Drain.Step(
            "replies were still on their way to clients",
            stopReading,
            () -> ports.isQuiet() && lines.isQuiet()),
        new Drain.Step("reports were still being saved", save, () -> herd.finish().isDone()),
        new Drain.Step(
            "neighbours were still being told", herd.links()::tellAll, herd.links()::haveToldAll),
        new Drain.Step("neighbours had not read all", herd.links()::end, herd.links()::haveEnded));
  }

  /// Saves what was acknowledged, stops to accept, closes every connection and writes what is left
  /// of the event log. Harmless when called again.
  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    HerdLoop herd = Objects.requireNonNull(loop, "a server that was started");
    http.close();
    metrics.close();
    await("save what it was told", herd::finish);
    ports.close();
    await(
        "stop its links",
        () -> {
          herd.stop();
          return CompletableFuture.completedFuture(null);
        });
    try {
      herd.close();
    } catch (JournalException e) {
      System.err.println("placeherd: " + e.sentence());
    }
    reactor.close();
    places.close();
    log.close();
    closed.countDown();
  }

  /// Has the loop do something, and waits for its end.
  private void await(String what, Supplier<CompletableFuture<Void>> task) {
    try {
      CompletableFuture.completedFuture(task)
          .thenComposeAsync(Supplier::get, reactor::execute)
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("placeherd: the server did not " + what + " in time");
    }
  }
}
