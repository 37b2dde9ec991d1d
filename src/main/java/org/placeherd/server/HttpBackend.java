package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.placeherd.auth.Pass;
import org.placeherd.auth.TokenGate;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesQuery;
import org.placeherd.web.LineSpeaker;
import org.placeherd.web.NearbySearch;
import org.placeherd.web.ReadyState;
import org.placeherd.web.WebBackend;
import org.placeherd.web.WebCounters;
import org.placeherd.web.api.ApiBackend;

/// What HTTP asks is put to the places gateway and to the loop.
final class HttpBackend implements WebBackend {
  private final Executor loop;
  private final Supplier<ServerStatus> status;
  private final PlacesGateway places;
  private final HerdMetrics metrics;
  private final Supplier<WebCounters> web;
  private final ApiBackend api;
  private final HttpLines lines;
  private final PhoneReports phones;
  private final Optional<TokenGate> tokens;

  /// @param loop runs what it is given on the server's loop
  /// @param status how the server is; called on the loop
  /// @param web what HTTP has been used for
  HttpBackend(
      Executor loop,
      Supplier<ServerStatus> status,
      PlacesGateway places,
      HerdMetrics metrics,
      Supplier<WebCounters> web,
      HttpLines lines,
      ApiBackend api,
      PhoneReports phones,
      Optional<TokenGate> tokens) {
    this.loop = loop;
    this.status = status;
    this.places = places;
    this.metrics = metrics;
    this.web = web;
    this.api = api;
    this.lines = lines;
    this.phones = phones;
    this.tokens = tokens;
  }

  @Override
  public long epochNanos() {
    return EpochClock.nanos();
  }

  @Override
  public CompletionStage<PhoneReply> phone(
      PhoneRequest request, InetSocketAddress remote, long asker, Pass pass) {
    return phones.take(request, remote, asker, pass);
  }

  @Override
  public void phoneRefused(InetSocketAddress remote, String why) {
    phones.refused(remote, "its token " + why);
  }

  @Override
  public Optional<TokenGate> tokens() {
    return tokens;
  }

  @Override
  public LineSpeaker lines(String how, InetSocketAddress remote, long asker, Pass pass) {
    return lines.speaker(how, remote, asker, pass);
  }

  @Override
  public void nearby(long asker, NearbySearch search, Consumer<byte[]> reply) {
    PlacesQuery query =
        new PlacesQuery(
            search.centre(),
            search.radiusMetres(),
            PlacesQuery.LIMIT_MAX,
            search.type(),
            search.words(),
            switch (search.order()) {
              case PROMINENCE -> PlacesQuery.Rank.IMPORTANCE;
              case DISTANCE -> PlacesQuery.Rank.DISTANCE;
            });
    places.nearby(asker, query, reply);
  }

  /// Looked up on the loop, put into words on a thread that has time.
  @Override
  public CompletionStage<String> metrics() {
    return CompletableFuture.supplyAsync(status, loop)
        .thenApplyAsync(now -> metrics.text(now, web.get(), phones.counts(), tokens));
  }

  @Override
  public CompletionStage<ReadyState> ready() {
    return CompletableFuture.supplyAsync(status, loop)
        .thenApply(now -> new ReadyState(now.server(), now.missing()));
  }

  @Override
  public CompletionStage<Void> alive() {
    return CompletableFuture.runAsync(() -> {}, loop);
  }

  @Override
  public ApiBackend api() {
    return api;
  }
}
