package org.placeherd.web.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.geo.LatLon;

/// A server behind the stream in which changes happen when a test wants it.
public final class StubChanges implements ChangesBackend {
  /// A page that was asked for.
  record Asked(String prefix, int from, CompletableFuture<Page> page) {}

  final List<Asked> asked = new ArrayList<>();
  final List<Consumer<Batch>> sinks = new ArrayList<>();
  int unfollowed;
  long next = 1;

  @Override
  public CompletionStage<Beginning> follow(Consumer<Batch> sink) {
    sinks.add(sink);
    return CompletableFuture.completedFuture(new Beginning("start" + sinks.size(), next));
  }

  @Override
  public void unfollow() {
    unfollowed++;
  }

  @Override
  public CompletionStage<Page> page(String prefix, int from) {
    Asked one = new Asked(prefix, from, new CompletableFuture<>());
    asked.add(one);
    return one.page;
  }

  /// An AT line.
  static String line(String name, String position, int time) {
    return "AT Alford +0.5 " + name + " " + position + " " + time;
  }

  /// A client is somewhere else.
  static Change change(int client, String line, Optional<LatLon> before) {
    return new Change(client, line, before);
  }

  /// Tells changes as one batch.
  void tell(Change... changes) {
    sinks.getLast().accept(new Batch(next, changes.length, List.of(changes)));
    next += changes.length;
  }

  /// Changes that nobody can be told.
  void lose(int count) {
    sinks.getLast().accept(Batch.lost(next, count));
    next += count;
  }
}
