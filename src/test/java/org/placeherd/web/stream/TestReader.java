package org.placeherd.web.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A reader; what it is sent leaves when the test lets it.
final class TestReader implements Outgoing {
  final List<String> events = new ArrayList<>();
  private final Deque<Promise<Void>> unread = new ArrayDeque<>();
  int writes;
  boolean isReading = true;
  Optional<End> ended = Optional.empty();

  @Override
  public Future<Void> write(Piece piece) {
    writes++;
    events.addAll(Arrays.asList(piece.text().split("\n", -1)));
    events.removeIf(String::isEmpty);
    Promise<Void> left = Promise.promise();
    if (isReading) {
      left.complete();
    } else {
      unread.add(left);
    }
    return left.future();
  }

  @Override
  public Future<Void> end(End why) {
    ended = Optional.of(why);
    return Future.succeededFuture();
  }

  void readOn() {
    isReading = true;
    while (!unread.isEmpty()) {
      unread.remove().complete();
    }
  }

  /// What it was sent since it was last asked, but for signs of life.
  List<String> take() {
    List<String> taken = events.stream().filter(event -> !event.contains("\"alive\"")).toList();
    events.clear();
    return taken;
  }
}
