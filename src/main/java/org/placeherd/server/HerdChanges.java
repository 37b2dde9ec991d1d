package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.placeherd.node.ClientReports;
import org.placeherd.node.HerdNode;
import org.placeherd.transport.HeldAnswers;
import org.placeherd.transport.Reactor;
import org.placeherd.web.stream.ChangesBackend;

/// Tells HTTP what changes, a batch of the loop at a time and as soon as it is saved: changes wait
/// as the answers to questions do that came with them. Its own state is touched on the loop only.
final class HerdChanges implements ChangesBackend {
  /// Clients of one page: with 64 KiB of JSON what one subscriber is sent at once.
  private static final int PAGE_CLIENTS = 250;

  private final Reactor reactor;
  private final HerdNode node;
  private final HeldAnswers held;
  private @Nullable Open open;
  private long next = 1;

  /// The changes of the batch under way.
  private record Open(long first, List<Change> changes) {}

  HerdChanges(Reactor reactor, HerdNode node) {
    this.reactor = reactor;
    this.node = node;
    held = new HeldAnswers(reactor);
  }

  @Override
  public CompletionStage<Beginning> follow(Consumer<Batch> sink) {
    return onLoop(answer -> {
      node.reports()
          .changes()
          .tell((client, line, before) -> add(sink, new Change(client, line, before)));
      String start = Long.toString(EpochClock.nanos(), Character.MAX_RADIX);
      answer.complete(new Beginning(start, next));
    });
  }

  private void add(Consumer<Batch> sink, Change change) {
    Open batch = open;
    if (batch == null) {
      Open fresh = new Open(next, new ArrayList<>());
      held.hold(
          () -> sink.accept(new Batch(fresh.first, fresh.changes.size(), fresh.changes)),
          _ -> sink.accept(Batch.lost(fresh.first, fresh.changes.size())));
      batch = fresh;
      open = fresh;
    }
    batch.changes.add(change);
    next++;
  }

  /// Nothing more belongs to the changes so far. At the end of each batch of the loop.
  void endOfBatch() {
    open = null;
  }

  @Override
  public void unfollow() {
    var _ =
        onLoop(answer -> {
          node.reports().changes().tellNobody();
          answer.complete(true);
        });
  }

  @Override
  public CompletionStage<Page> page(String prefix, int from) {
    byte[] bytes = prefix.getBytes(ISO_8859_1);
    return onLoop(answer -> {
      Page page = page(node.reports().page(bytes, from, PAGE_CLIENTS));
      held.hold(
          () -> answer.complete(page),
          reason -> answer.completeExceptionally(new CancellationException(reason)));
    });
  }

  private Page page(ClientReports.Page page) {
    return new Page(page.lines(), page.next(), page.next() >= node.clients(), next - 1);
  }

  private <T> CompletableFuture<T> onLoop(Consumer<CompletableFuture<T>> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      reactor.execute(() -> {
        try {
          task.accept(answer);
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }
}
