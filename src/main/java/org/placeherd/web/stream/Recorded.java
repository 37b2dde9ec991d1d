package org.placeherd.web.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;
import org.placeherd.web.stream.ChangesBackend.Change;

/// A change that is kept, with what was written of it so far: once for all who get it.
final class Recorded {
  /// What one takes besides its texts, about.
  private static final int OBJECT_BYTES = 256;

  private static final int NAME = 3;
  private static final int POSITION = 4;

  /// How the line of a client begins that was deleted.
  private static final String GONE = "GONE ";

  private final long number;
  private final int client;
  private final String line;
  private final String name;
  private final Optional<LatLon> place;
  private final Optional<LatLon> before;
  private @Nullable Written written;
  private int headBytes;

  /// A head that was written, and the one before.
  private static final class Written {
    private final Kind kind;
    private final Form form;
    private final byte[] head;
    private final @Nullable Written next;

    private Written(Kind kind, Form form, byte[] head, @Nullable Written next) {
      this.kind = kind;
      this.form = form;
      this.head = head;
      this.next = next;
    }
  }

  Recorded(long number, Change change) {
    this.number = number;
    client = change.client();
    line = change.line();
    before = change.before();
    name = field(line, NAME);
    place = line.startsWith(GONE) ? Optional.empty() : Optional.of(place(line));
  }

  /// A field of an AT line; the first is 0.
  private static String field(String line, int number) {
    int from = 0;
    for (int i = 0; i < number; i++) {
      from = line.indexOf(' ', from) + 1;
    }
    int to = line.indexOf(' ', from);
    return line.substring(from, to < 0 ? line.length() : to);
  }

  /// The name of an AT line's client.
  static String name(String line) {
    return field(line, NAME);
  }

  /// Where an AT line's client is.
  static LatLon place(String line) {
    byte[] position = field(line, POSITION).getBytes(ISO_8859_1);
    return Iso6709.parse(position, 0, position.length);
  }

  long number() {
    return number;
  }

  int client() {
    return client;
  }

  String name() {
    return name;
  }

  /// Where the client is; nothing if it was deleted.
  Optional<LatLon> place() {
    return place;
  }

  Optional<LatLon> before() {
    return before;
  }

  /// What it is to somebody who wants this.
  Kind kind(StreamFilter filter) {
    if (!filter.takesName(name)) {
      return Kind.NONE;
    }
    if (place.isPresent() && filter.contains(place.get())) {
      return Kind.POSITION;
    }
    if (before.isEmpty() || !filter.contains(before.get())) {
      return Kind.NONE;
    }
    return place.isPresent() ? Kind.LEFT : Kind.GONE;
  }

  /// The head of its event.
  byte[] head(Kind kind, Form form, Words words) {
    for (Written each = written; each != null; each = each.next) {
      if (each.kind == kind && each.form == form) {
        return each.head;
      }
    }
    byte[] data = kind == Kind.POSITION ? words.position(line) : words.name(name);
    Written fresh = new Written(kind, form, form.head(kind.word(), data), written);
    written = fresh;
    headBytes += fresh.head.length;
    return fresh.head;
  }

  /// What it takes when all is written of it that most want, about.
  int bytes() {
    return OBJECT_BYTES + line.length() + name.length();
  }

  /// What was written of it so far.
  int headBytes() {
    return headBytes;
  }
}
