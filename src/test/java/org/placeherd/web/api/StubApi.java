package org.placeherd.web.api;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.web.stream.ChangesBackend;
import org.placeherd.web.stream.StubChanges;
import org.placeherd.wire.Limits;

/// A server behind the API that never answers, but for reports when a test wants it to.
public final class StubApi implements ApiBackend {
  /// What reports are answered with.
  public volatile CompletionStage<byte[]> said = new CompletableFuture<>();

  @Override
  public CompletionStage<Optional<String>> client(String name) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Boolean> forget(String name) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Optional<ClientPage>> clients(
      String prefix, int limit, Optional<String> cursor) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Optional<ClientsFound>> near(ClientSearch search) {
    return new CompletableFuture<>();
  }

  @Override
  public void places(long asker, PlaceSearch search, Consumer<byte[]> reply) {}

  @Override
  public CompletionStage<byte[]> say(
      InetSocketAddress remote, long asker, Pass pass, byte[] lines) {
    return said;
  }

  @Override
  public ChangesBackend changes() {
    return new StubChanges();
  }

  @Override
  public Limits limits() {
    return new Limits(1_024, 255, false);
  }

  @Override
  public long nowNanos() {
    return 0;
  }

  @Override
  public CompletionStage<String> status() {
    return new CompletableFuture<>();
  }
}
