package org.placeherd.places;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.placeherd.places.UpstreamReply.Origin;

/// A provider that asks a source behind HTTP, as seldom as it can and as its terms allow.
///
/// A query is answered from what is kept of its cell; else by a call that is under way for it; else
/// by a call of its own, when it is its asker's turn, the budget has it and the source works.
final class UpstreamPlaces implements PlacesProvider {
  /// Calls to one source at once: more than an honest herd needs at half a second each, and few
  /// enough for one HTTP/2 connection.
  private static final int CALLS_AT_ONCE_MAX = 64;

  /// Calls that wait for their turn; with two seconds to wait, few of more would get it.
  private static final int CALLS_WAITING_MAX = 1_024;

  /// A dollar per thousand calls is so much for one.
  private static final long MICRO_DOLLARS_PER_MILLE = 1_000;

  /// Nobody waits for a refresh.
  private static final long REFRESH_MILLIS = 3_000;

  private final Upstream upstream;
  private final PlacesClock clock;
  private final boolean mayShare;
  private final Cells cells;
  private final CellCache cache;
  private final Flights<CellKey, CellAnswer> flights;
  private final FairSlots slots;
  private final AskerRates rates;
  private final Budget budget;
  private final UpstreamGate gate;
  private final UpstreamMeter meter;
  private final SourceNews news;
  private final UpstreamFetch fetch;
  private final UpstreamReply replies;
  private final boolean mayBeExpensive;

  /// What can be set, besides what the source's own policy says.
  ///
  /// @param roundsCoordinates whether the source is told the cell only
  /// @param sharesInFlight whether a call under way may answer others, where the policy allows it
  /// @param budget what this server may spend
  /// @param budgetFile where it keeps what it has spent
  /// @param clientCallsPerMinute what one client may cause where calls cost money
  record Settings(
      boolean roundsCoordinates,
      boolean sharesInFlight,
      BudgetLimits budget,
      BudgetFile budgetFile,
      long clientCallsPerMinute) {}

  /// @throws IOException when the file of what was spent cannot be read
  UpstreamPlaces(Upstream upstream, Settings settings) throws IOException {
    this(upstream, settings, PlacesClock.SYSTEM, UpstreamGate.REST, CALLS_AT_ONCE_MAX);
  }

  UpstreamPlaces(
      Upstream upstream, Settings settings, PlacesClock clock, Duration rest, int callsAtOnceMax)
      throws IOException {
    UpstreamPolicy policy = upstream.policy();
    this.upstream = upstream;
    this.clock = clock;
    mayShare = policy.mayShareInFlight() && settings.sharesInFlight();
    cells = new Cells(settings.roundsCoordinates(), !policy.isVerbatim());
    cache = new CellCache(policy, clock);
    flights = new Flights<>(clock);
    slots = new FairSlots(callsAtOnceMax, CALLS_WAITING_MAX);
    rates = new AskerRates(settings.clientCallsPerMinute(), clock);
    budget =
        new Budget(settings.budget(), policy.microDollarsPerCall(), settings.budgetFile(), clock);
    gate = new UpstreamGate(clock, rest);
    meter = new UpstreamMeter(clock);
    news = new SourceNews(upstream.name(), gate, meter);
    fetch = new UpstreamFetch(upstream, budget, gate, meter, clock);
    replies = new UpstreamReply(upstream.name(), policy.isVerbatim());
    mayBeExpensive = policy.microDollarsPerCall() > 0 && !settings.budget().limitsMonths();
  }

  @Override
  public String name() {
    return upstream.name();
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    return nearby(query, NOBODY, timeoutMillis);
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long asker, long timeoutMillis) {
    List<CellQuery> covering = cells.covering(query);
    CellQuery own = covering.getFirst();
    Optional<CellCache.Kept> kept = cache.look(query, covering);
    if (kept.isPresent()) {
      return CompletableFuture.completedFuture(fromKept(query, kept.get(), own, asker));
    }
    if (!mayShare) {
      return mayCall(asker)
          ? reply(query, begin(own, asker, new Deadline(clock, timeoutMillis)), Origin.MISS)
              .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
          : tooOften();
    }
    Optional<Flights.Seat<CellAnswer>> joined = flights.join(own.key(), timeoutMillis);
    if (joined.isEmpty() && !mayCall(asker)) {
      return tooOften();
    }
    Flights.Seat<CellAnswer> seat =
        joined.orElseGet(() ->
            flights.joinOrBegin(own.key(), timeoutMillis, deadline -> look(own, asker, deadline)));
    if (seat.isShared()) {
      meter.coalesced.increment();
    }
    return reply(query, seat.landing(), seat.isShared() ? Origin.SHARED : Origin.MISS)
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private byte[] fromKept(PlacesQuery query, CellCache.Kept kept, CellQuery own, long asker) {
    if (kept.isFresh()) {
      meter.hits.increment();
      if (kept.answer().isEmpty()) {
        meter.negativeHits.increment();
      }
      return replies.to(query, kept.answer(), Origin.HIT);
    }
    meter.stale.increment();
    refresh(own, asker);
    return replies.to(query, kept.answer(), Origin.STALE);
  }

  /// Where that fails the old answer is shown until it is too old, and the next query tries again;
  /// the failure is counted.
  private void refresh(CellQuery own, long asker) {
    if (flights.join(own.key(), REFRESH_MILLIS).isEmpty() && mayCall(asker)) {
      Flights.Seat<CellAnswer> _ =
          flights.joinOrBegin(own.key(), REFRESH_MILLIS, deadline -> begin(own, asker, deadline));
    }
  }

  private boolean mayCall(long asker) {
    if (upstream.policy().microDollarsPerCall() == 0 || rates.allows(asker)) {
      return true;
    }
    meter.notAsked(NotAsked.Reason.ASKER_RATE);
    return false;
  }

  private static CompletableFuture<byte[]> tooOften() {
    return CompletableFuture.failedFuture(NotAsked.because(NotAsked.Reason.ASKER_RATE));
  }

  /// Looks once more, for the answer may have come since we looked first.
  private CompletableFuture<CellAnswer> look(CellQuery own, long asker, Deadline deadline) {
    return cache
        .look(own.query(), List.of(own))
        .filter(CellCache.Kept::isFresh)
        .map(kept -> CompletableFuture.completedFuture(kept.answer()))
        .orElseGet(() -> begin(own, asker, deadline));
  }

  private CompletableFuture<CellAnswer> begin(CellQuery own, long asker, Deadline deadline) {
    meter.misses.increment();
    return slots
        .run(asker, () -> fetch.ask(own.query(), deadline))
        .thenApply(answer -> {
          if (isWhole(own.query(), answer)) {
            cache.keep(own.key(), answer);
          }
          return answer;
        });
  }

  /// Whether the source was asked for all that it may be asked for, or has given enough before.
  private boolean isWhole(PlacesQuery query, CellAnswer answer) {
    return answer.found().places().size() >= query.limit()
        || answer.asked().radiusMetres() == upstream.steps(query).getLast().radiusMetres();
  }

  private CompletableFuture<byte[]> reply(
      PlacesQuery query, CompletableFuture<CellAnswer> answer, Origin origin) {
    return answer.thenApply(found -> replies.to(query, found, origin));
  }

  /// How many answers are kept.
  long kept() {
    return cache.size();
  }

  @Override
  public List<UpstreamCounters> counters() {
    return List.of(meter.counters(name(), gate.state(), budget.used().monthMicroDollars()));
  }

  @Override
  public List<PlacesNote> takeNotes() {
    return news.take().stream().toList();
  }

  @Override
  public List<String> warnings() {
    return mayBeExpensive
        ? List.of(
            "%1$s costs $%2$d per 1,000 calls at list price and has no budget; set places.%1$s.dollars-per-month"
                .formatted(
                    name(), upstream.policy().microDollarsPerCall() / MICRO_DOLLARS_PER_MILLE))
        : List.of();
  }

  /// A source that cannot be reached is no reason to fail: it may come back.
  @Override
  public CompletionStage<Void> warmUp() {
    CompletableFuture<Void> warm = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("places-warm-up")
        .start(() -> {
          try {
            fetch.warmUp();
            warm.complete(null);
          } catch (Throwable e) { // a missing class, no memory
            warm.completeExceptionally(e);
          }
        });
    return warm;
  }

  @Override
  public void close() {
    fetch.close();
  }
}
