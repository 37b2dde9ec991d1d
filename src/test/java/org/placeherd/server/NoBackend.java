package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.web.LineSpeaker;
import org.placeherd.web.NearbySearch;
import org.placeherd.web.ReadyState;
import org.placeherd.web.WebBackend;
import org.placeherd.web.api.ApiBackend;
import org.placeherd.web.api.StubApi;

/// Nobody behind HTTP.
final class NoBackend implements WebBackend {
  @Override
  public void nearby(long asker, NearbySearch search, Consumer<byte[]> reply) {}

  @Override
  public LineSpeaker lines(String how, InetSocketAddress remote, long asker, Pass pass) {
    return lines -> new CompletableFuture<>();
  }

  @Override
  public long epochNanos() {
    return 0;
  }

  @Override
  public CompletionStage<PhoneReply> phone(
      PhoneRequest request, InetSocketAddress remote, long asker, Pass pass) {
    return CompletableFuture.completedFuture(PhoneReply.EMPTY);
  }

  @Override
  public void phoneRefused(InetSocketAddress remote, String why) {}

  @Override
  public CompletionStage<String> metrics() {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<ReadyState> ready() {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Void> alive() {
    return new CompletableFuture<>();
  }

  @Override
  public ApiBackend api() {
    return new StubApi();
  }
}
