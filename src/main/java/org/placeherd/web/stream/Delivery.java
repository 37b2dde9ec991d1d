package org.placeherd.web.stream;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.placeherd.web.stream.Group.Matched;

/// Writes events, and keeps count of what has not left. On the event loop of HTTP.
final class Delivery {
  /// The place of somebody is not known.
  static final long UNKNOWN = -1;

  private final ChangeRing ring;
  private final Words words;
  private final Loop loop;
  private final StreamBounds bounds;
  private final Consumer<Subscriber> hasLeft;
  private String start = "";
  private long unreadBytes;

  /// @param hasLeft is told when something has left
  Delivery(
      ChangeRing ring, Words words, Loop loop, StreamBounds bounds, Consumer<Subscriber> hasLeft) {
    this.ring = ring;
    this.words = words;
    this.loop = loop;
    this.bounds = bounds;
    this.hasLeft = hasLeft;
  }

  /// Sets what ids begin with.
  void start(String id) {
    start = id;
  }

  /// Whether somebody has read enough to get more.
  boolean mayTake(Subscriber subscriber) {
    return subscriber.unreadBytes == 0
        || (subscriber.unreadBytes < bounds.unreadBytes()
            && unreadBytes < bounds.unreadTogetherBytes());
  }

  /// Whether nothing has left to somebody for too long.
  boolean isStalled(Subscriber subscriber) {
    return subscriber.unreadBytes > 0
        && loop.nanoTime() - subscriber.movedNanos >= bounds.stall().toNanos();
  }

  PieceWriter writer(Subscriber subscriber) {
    return new PieceWriter(subscriber.form(), start);
  }

  void write(Subscriber subscriber, PieceWriter events) {
    if (events.length() > 0) {
      write(subscriber, events.piece());
    }
  }

  private void write(Subscriber subscriber, Piece piece) {
    if (subscriber.isGone || !subscriber.isAllowed()) {
      return; // who may follow no more is ended by the hub's next look
    }
    int length = piece.length();
    if (subscriber.unreadBytes == 0) {
      subscriber.movedNanos = loop.nanoTime();
    }
    subscriber.unreadBytes += length;
    unreadBytes += length;
    subscriber
        .out()
        .orElseThrow()
        .write(piece)
        .onComplete(_ -> {
          subscriber.unreadBytes -= length;
          unreadBytes -= length;
          subscriber.movedNanos = loop.nanoTime();
          hasLeft.accept(subscriber);
        });
  }

  /// Sends events to those of a group who are live; who cannot take them is behind from now on.
  void tell(Group group, List<Matched> events) {
    Map<Form, Piece> pieces = new EnumMap<>(Form.class);
    for (Subscriber subscriber : List.copyOf(group.members())) {
      if (subscriber.isLive && mayTake(subscriber)) {
        write(subscriber, pieces.computeIfAbsent(subscriber.form(), form -> piece(form, events)));
      } else if (subscriber.isLive) {
        subscriber.isLive = false;
        subscriber.next = events.getFirst().change().number();
      }
    }
  }

  private Piece piece(Form form, List<Matched> events) {
    PieceWriter writer = new PieceWriter(form, start);
    for (Matched event : events) {
      writer.add(head(event.change(), event.kind(), form), event.change().number());
    }
    return writer.piece();
  }

  private byte[] head(Recorded change, Kind kind, Form form) {
    int before = change.headBytes();
    byte[] head = change.head(kind, form, words);
    if (change.number() >= ring.oldest()) {
      ring.wrote(change.headBytes() - before);
    }
    return head;
  }

  /// Sends somebody who is behind the next piece from the ring, if it may have one.
  ///
  /// @return whether it has all of the ring now
  boolean next(Subscriber subscriber) {
    if (!mayTake(subscriber)) {
      return false;
    }
    if (subscriber.next < ring.oldest()) {
      missed(subscriber, subscriber.next);
      subscriber.next = ring.next();
    }
    boolean hasId = subscriber.snapshot.isEmpty();
    PieceWriter writer = writer(subscriber);
    long end = loop.nanoTime() + StreamBounds.SCANNED_NANOS_A_TURN;
    boolean isInTime = true;
    while (isInTime
        && subscriber.next < ring.next()
        && writer.length() < StreamBounds.PIECE_BYTES) {
      Recorded change = ring.get(subscriber.next++);
      Kind kind = subscriber.kind(change);
      if (kind != Kind.NONE) {
        byte[] head = head(change, kind, subscriber.form());
        if (hasId) {
          writer.add(head, change.number());
        } else {
          writer.add(head);
        }
      }
      isInTime = loop.nanoTime() < end;
    }
    write(subscriber, writer);
    return subscriber.next == ring.next();
  }

  /// Tells somebody that it has missed all up to now.
  ///
  /// @param from the number of the first that it missed, or [#UNKNOWN]
  void missed(Subscriber subscriber, long from) {
    long last = ring.next() - 1;
    String to = PieceWriter.id(start, last);
    String json =
        from < 0
            ? "{\"to\":\"%s\"}".formatted(to)
            : "{\"changes\":%d,\"from\":\"%s\",\"to\":\"%s\"}"
                .formatted(last - from + 1, PieceWriter.id(start, from), to);
    PieceWriter writer = writer(subscriber);
    writer.addCount("missed", json, last, subscriber.snapshot.isEmpty());
    write(subscriber, writer);
  }

  /// Tells somebody that a snapshot is whole. It may go on from here.
  void snapshotIsWhole(Subscriber subscriber, long clients) {
    PieceWriter writer = writer(subscriber);
    writer.addCount("snapshot", "{\"clients\":%d}".formatted(clients), subscriber.next - 1, true);
    write(subscriber, writer);
  }

  /// Tells somebody who has nothing unread that the stream is alive, and how far it has come.
  void alive(Subscriber subscriber) {
    if (subscriber.unreadBytes == 0 && subscriber.out().isPresent()) {
      PieceWriter writer = writer(subscriber);
      long latest = (subscriber.isLive ? ring.next() : subscriber.next) - 1;
      writer.addAlive(latest, subscriber.snapshot.isEmpty());
      write(subscriber, writer);
    }
  }

  /// Writes a client as a snapshot has it.
  void addClient(Subscriber subscriber, PieceWriter writer, String line) {
    Form form = subscriber.form();
    writer.add(form.head(Kind.POSITION.word(), words.position(line)));
  }
}
