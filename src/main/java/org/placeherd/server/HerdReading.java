package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.placeherd.auth.Pass;
import org.placeherd.geo.LatLon;
import org.placeherd.node.ClientReports.Page;
import org.placeherd.node.HerdNode;
import org.placeherd.node.NearClients;
import org.placeherd.node.NearClients.NearClient;
import org.placeherd.node.NearQuery;
import org.placeherd.node.Outcome;
import org.placeherd.ops.Label;
import org.placeherd.phones.Friend;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesQuery;
import org.placeherd.transport.HeldAnswers;
import org.placeherd.transport.Reactor;
import org.placeherd.web.LinesRefused;
import org.placeherd.web.api.ApiBackend;
import org.placeherd.web.api.ClientSearch;
import org.placeherd.web.api.PlaceSearch;
import org.placeherd.web.api.ServerBusy;
import org.placeherd.web.stream.ChangesBackend;
import org.placeherd.wire.Limits;

/// Reads on the loop what the API and phones ask, a bounded piece at a time, and lets the answer
/// leave when what it shows is saved; and says on the loop what it is told.
final class HerdReading implements ApiBackend, PhoneReports.Herd {
  /// Clients that are put into the index of places in one turn of the loop: about a millisecond.
  private static final int PREPARED_A_TURN = 5_000;

  /// Searches that may wait: in the time that a client waits, most of them have their turn even if
  /// each looks at very many.
  private static final int SEARCHES_MAX = 256;

  /// What stands before the address of who reports, in the event log.
  private static final String HTTP = "http:";

  /// Who had a client deleted, in the event log.
  private static final Label API = Label.of("api");

  private static final String CANNOT_SAVE =
      "This server deletes no clients now, for it cannot save that; ask again later, or another"
          + " server of the herd.";

  private static final char CURSOR_SPLIT = '.';

  private final Reactor reactor;
  private final HeldAnswers held;
  private final HerdNode node;
  private final Supplier<ServerStatus> status;
  private final HerdEvents events;
  private final PlacesGateway places;
  private final PhoneReports.Speakers reporters;
  private final Limits limits;
  private final ChangesBackend changes;
  private final LoudNotes loud = LoudNotes.onTerminal();

  /// Numbers of clients hold until the server ends; a cursor of an earlier start is told by this.
  private final String start = Long.toString(EpochClock.nanos(), Character.MAX_RADIX);

  /// Searches that wait for their turn. On the loop.
  private final Queue<Runnable> searches = new ArrayDeque<>();

  private boolean isSearching;

  /// @param limits what lines may be
  /// @param status how the server is; called on the loop
  /// @param events where it is told that a client was deleted, and what phones have trouble with
  /// @param reporters how reports come to the loop
  HerdReading(
      Limits limits,
      Reactor reactor,
      HerdNode node,
      Supplier<ServerStatus> status,
      HerdEvents events,
      PlacesGateway places,
      PhoneReports.Speakers reporters,
      ChangesBackend changes) {
    this.changes = changes;
    this.reactor = reactor;
    this.held = new HeldAnswers(reactor);
    this.node = node;
    this.status = status;
    this.events = events;
    this.places = places;
    this.reporters = reporters;
    this.limits = limits;
  }

  /// Reads on the loop; done when what was read is saved.
  private <T> CompletionStage<T> read(Supplier<T> reading) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      reactor.execute(() -> read(reading, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private <T> void read(Supplier<T> reading, CompletableFuture<T> answer) {
    try {
      T value = reading.get();
      held.hold(
          () -> answer.complete(value),
          reason -> answer.completeExceptionally(new CancellationException(reason)));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public CompletionStage<Optional<String>> client(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    return read(() -> node.reports().find(bytes));
  }

  @Override
  public CompletionStage<Boolean> forget(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    return read(() -> forget(bytes))
        .thenApply(outcome -> {
          if (outcome == Outcome.DISK_FULL) {
            throw new CompletionException(new ServerBusy(CANNOT_SAVE));
          }
          return outcome == Outcome.STORED;
        });
  }

  private Outcome forget(byte[] name) {
    long now = EpochClock.nanos();
    events.at(now);
    return node.forget(name, now, line -> events.in(API, line, Outcome.STORED));
  }

  @Override
  public CompletionStage<Optional<ClientPage>> clients(
      String prefix, int limit, Optional<String> cursor) {
    byte[] bytes = prefix.getBytes(ISO_8859_1);
    return read(() -> from(cursor).map(from -> page(node.reports().page(bytes, from, limit))));
  }

  /// The number to begin with; nothing if the cursor is none of ours.
  private Optional<Integer> from(Optional<String> cursor) {
    if (cursor.isEmpty()) {
      return Optional.of(0);
    }
    String text = cursor.get();
    int split = text.indexOf(CURSOR_SPLIT);
    if (split < 0 || !text.substring(split + 1).equals(start)) {
      return Optional.empty();
    }
    try {
      int from = Integer.parseInt(text.substring(0, split));
      return from >= 0 && from <= node.clients() ? Optional.of(from) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private ClientPage page(Page page) {
    return new ClientPage(
        page.lines(),
        page.next() < node.clients()
            ? Optional.of(page.next() + String.valueOf(CURSOR_SPLIT) + start)
            : Optional.empty());
  }

  @Override
  public CompletionStage<Optional<ClientsFound>> near(ClientSearch search) {
    return search(() -> find(search));
  }

  /// Searches take turns, and behind each the loop is left to others for as long as it took: they
  /// never have more than half of it.
  private <T> CompletionStage<T> search(Supplier<T> reading) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      reactor.execute(() -> {
        if (searches.size() >= SEARCHES_MAX) {
          answer.completeExceptionally(
              new ServerBusy("Too many searches for clients wait; ask again later."));
          return;
        }
        searches.add(() -> read(reading, answer));
        if (!isSearching) {
          isSearching = true;
          searchNext();
        }
      });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void searchNext() {
    if (searches.isEmpty()) {
      isSearching = false;
      return;
    }
    long began = System.nanoTime();
    if (node.reports().near().prepare(PREPARED_A_TURN)) {
      searches.remove().run();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    if (millis > 0) {
      reactor.afterMillis(millis, this::searchNext);
    } else {
      reactor.execute(this::searchNext);
    }
  }

  private Optional<ClientsFound> find(ClientSearch search) {
    NearQuery query =
        new NearQuery(search.centre(), search.radiusMetres(), search.limit()).in(search.area());
    if (search.maxAge().isPresent()) {
      query = query.notOlderThan(search.maxAge().get().toNanos(), NearQuery.AgeOf.RECEPTION);
    }
    long now = EpochClock.nanos();
    if (search.around().isEmpty()) {
      return Optional.of(found(node.reports().near().find(query, now)));
    }
    byte[] name = search.around().get().getBytes(ISO_8859_1);
    return node.reports().near().findAround(name, query, now).map(this::found);
  }

  private ClientsFound found(NearClients near) {
    List<ClientFound> clients =
        near.clients().stream()
            .map(client ->
                new ClientFound(
                    node.reports().line(client.number()), client.metres(), client.bearingDegrees()))
            .toList();
    return new ClientsFound(clients, near.isComplete());
  }

  @Override
  public CompletionStage<List<Friend>> around(String client, int most) {
    NearQuery query = new NearQuery(new LatLon(0, 0), Double.POSITIVE_INFINITY, most);
    return search(() ->
        node.reports().near().findAround(client, query, EpochClock.nanos()).stream()
            .flatMap(near -> near.clients().stream())
            .map(this::friend)
            .toList());
  }

  private Friend friend(NearClient client) {
    return new Friend(
        client.client(),
        Optional.empty(),
        client.position(),
        client.timeNanos(),
        node.reports().telemetry(client.number()));
  }

  @Override
  public void tellOperator(String sentence) {
    reactor.execute(() -> {
      events.at(EpochClock.nanos());
      events.note(sentence);
      reactor.endBatchSoon();
    });
  }

  @Override
  public void warnOperator(String sentence) {
    tellOperator(sentence);
    loud.say(sentence);
  }

  @Override
  public void places(long asker, PlaceSearch search, Consumer<byte[]> reply) {
    PlacesQuery query =
        new PlacesQuery(
            search.centre(),
            search.radiusMetres(),
            search.limit(),
            search.type(),
            search.words(),
            search.isByImportance() ? PlacesQuery.Rank.IMPORTANCE : PlacesQuery.Rank.DISTANCE);
    places.nearby(asker, query, reply);
  }

  @Override
  public CompletionStage<byte[]> say(
      InetSocketAddress remote, long asker, Pass pass, byte[] reports) {
    return reporters
        .speaker(HTTP, remote, asker, pass)
        .say(reports)
        .exceptionally(failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          throw new CompletionException(
              cause instanceof LinesRefused refused ? new ServerBusy(refused.sentence()) : cause);
        });
  }

  @Override
  public ChangesBackend changes() {
    return changes;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public long nowNanos() {
    return EpochClock.nanos();
  }

  @Override
  public CompletionStage<String> status() {
    return read(status).thenApplyAsync(StatusText::json);
  }
}
