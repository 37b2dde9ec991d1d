package org.placeherd.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.web.api.ApiBackend;
import org.placeherd.web.api.StubApi;

/// A server behind HTTP that answers when a test wants it to.
final class StubBackend implements WebBackend {
  /// A search that came, and what it waits for.
  record Asked(long asker, NearbySearch search, Consumer<byte[]> reply) {
    void answer(String body) {
      reply.accept(body.getBytes(UTF_8));
    }
  }

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final CompletableFuture<String> metrics = new CompletableFuture<>();
  final CompletableFuture<ReadyState> ready = new CompletableFuture<>();
  final CompletableFuture<Void> alive = new CompletableFuture<>();

  final StubApi api = new StubApi();

  /// Whether searches are answered at once.
  volatile boolean isQuick = true;

  @Override
  public void nearby(long asker, NearbySearch search, Consumer<byte[]> reply) {
    Asked one = new Asked(asker, search, reply);
    asked.add(one);
    if (isQuick) {
      one.answer("{\"radius\":" + search.radiusMetres() + "}");
    }
  }

  /// Lines that were said, and what they wait for.
  record Said(String how, String lines, CompletableFuture<byte[]> replies) {
    void reply(String text) {
      replies.complete(text.getBytes(UTF_8));
    }
  }

  final List<Said> said = new CopyOnWriteArrayList<>();

  @Override
  public LineSpeaker lines(String how, InetSocketAddress remote, long asker, Pass pass) {
    return lines -> {
      Said one = new Said(how, new String(lines, UTF_8), new CompletableFuture<>());
      said.add(one);
      if (isQuick) {
        one.reply("replies to " + one.lines);
      }
      return one.replies;
    };
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
    return metrics;
  }

  @Override
  public CompletionStage<ReadyState> ready() {
    return ready;
  }

  @Override
  public CompletionStage<Void> alive() {
    return alive;
  }

  @Override
  public ApiBackend api() {
    return api;
  }
}
