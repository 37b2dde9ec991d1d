package org.placeherd.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// The newest report of every client: a hash index over slots of fixed size.
///
/// A slot holds the numbers that order the report and the text that the client sent, side by side,
/// so that an update touches one place in memory and a reply is one copy. Clients are numbered
/// densely in the order of their first report; a number never changes. Text that is too long for a
/// slot lies in an array of its own. A client that was deleted keeps its slot, in which then stands
/// the deletion: a report without a position.
///
/// Costs about 110 bytes a client. One thread.
final class PositionTable {
  /// No client of that name.
  static final int ABSENT = -1;

  /// Stands for a Δ that follows from the slot's numbers.
  static final byte[] CANONICAL = {};

  private static final int TIME = 0;
  private static final int RECEIVE = 8;
  private static final int HEADER = 16;
  private static final int DIGEST = 24;
  private static final int TEXT = 32;

  // The word at HEADER: in its lowest sixteen bits the server's number and what is special about
  // the slot, above them the three lengths.
  private static final int CLIENT_LENGTH = 16;
  private static final int POSITION_LENGTH = 32;
  private static final int TIME_LENGTH = 48;
  private static final int SERVER_MASK = ServerNames.MAX_SERVERS - 1;
  private static final int LONG_TEXT = 0x1000;
  private static final int INEXACT_TIME = 0x2000;
  private static final int GONE_SHIFT = 14;
  private static final int GONE = 1 << GONE_SHIFT;

  /// A name of 21 bytes, a position to the decimetre, a time to the nanosecond.
  static final int TEXT_BYTES = 64;

  private static final int SLOT_BYTES = TEXT + TEXT_BYTES;
  private static final int CACHE_LINE_BYTES = 64;
  private static final int PAGE_SHIFT = 10;
  private static final int SLOTS_PER_PAGE = 1 << PAGE_SHIFT;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final ClientIndex index = new ClientIndex();
  private final int[] candidates = new int[LineBatch.CAPACITY];
  private final LongTexts longTexts = new LongTexts();
  private byte[][] pages = new byte[4][];
  private int size;

  /// Keeps the loads of [#touch] from being optimised away.
  @SuppressWarnings("UnusedVariable")
  private int touched;

  /// How many clients are known, those that were deleted among them.
  int size() {
    return size;
  }

  /// Brings the slots of a batch into the cache, all misses under way at once. Changes nothing.
  void touch(LineBatch batch) {
    int lines = batch.size();
    for (int i = 0; i < lines; i++) {
      candidates[i] = index.firstCandidate(batch.line(i).hash());
    }
    int sum = 0;
    for (int i = 0; i < lines; i++) {
      int client = candidates[i];
      if (client >= 0) {
        sum += load(client);
      }
    }
    touched = sum;
  }

  /// The client that the line of the last batch most likely names, negative for none. Only a hint.
  int touched(int line) {
    return candidates[line];
  }

  /// Brings a client's slot into the cache. Changes nothing.
  void touch(int client) {
    touched = load(client);
  }

  private int load(int client) {
    byte[] page = page(client);
    int slot = offset(client);
    return page[slot] + page[slot + CACHE_LINE_BYTES] + page[slot + SLOT_BYTES - 1];
  }

  /// The number of the client that the line names, or [#ABSENT].
  int find(Line line) {
    return find(line.bytes(), line.clientFrom(), line.clientTo(), line.hash());
  }

  /// The number of the client named `name[from … to)`, or [#ABSENT].
  ///
  /// @param hash of the name, as [Line#hash] has it
  int find(byte[] name, int from, int to, long hash) {
    int position = index.start(hash);
    while (true) {
      int client = index.candidate(position, hash);
      if (client == ClientIndex.EMPTY) {
        return ABSENT;
      }
      if (client >= 0 && hasName(client, name, from, to - from)) {
        return client;
      }
      position = index.next(position);
    }
  }

  private boolean hasName(int client, byte[] name, int from, int length) {
    byte[] page = page(client);
    int slot = offset(client);
    if (length(page, slot, CLIENT_LENGTH) != length) {
      return false;
    }
    return startsWith(text(page, slot), textFrom(page, slot), name, from, length);
  }

  private static boolean startsWith(byte[] text, int from, byte[] name, int nameFrom, int length) {
    int at = 0;
    for (; length - at >= Long.BYTES; at += Long.BYTES) {
      if ((long) LONG.get(text, from + at) != (long) LONG.get(name, nameFrom + at)) {
        return false;
      }
    }
    for (; at < length; at++) {
      if (text[from + at] != name[nameFrom + at]) {
        return false;
      }
    }
    return true;
  }

  /// Makes room for a client that is not there yet and stores its report, or its deletion.
  int add(Line line, int server, long receiveNanos, byte[] delta) {
    int client = size;
    int pageNumber = client >>> PAGE_SHIFT;
    if (pageNumber == pages.length) {
      pages = Arrays.copyOf(pages, pages.length * 2);
    }
    if ((client & (SLOTS_PER_PAGE - 1)) == 0) {
      pages[pageNumber] = new byte[SLOTS_PER_PAGE * SLOT_BYTES + ReportDigest.SLACK_BYTES];
    }
    index.add(line.hash(), client);
    size++;
    write(page(client), offset(client), line, server, receiveNanos, delta);
    return client;
  }

  /// Replaces a client's report.
  void replace(int client, Line line, int server, long receiveNanos, byte[] delta) {
    byte[] page = page(client);
    int slot = offset(client);
    if ((flags(page, slot) & LONG_TEXT) != 0) {
      longTexts.release((int) INT.get(page, slot + TEXT));
    }
    write(page, slot, line, server, receiveNanos, delta);
  }

  private void write(
      byte[] page, int slot, Line line, int server, long receiveNanos, byte[] delta) {
    int clientLength = line.clientTo() - line.clientFrom();
    int positionLength = line.positionTo() - line.positionFrom();
    int timeLength = line.timeTo() - line.timeFrom();
    int flags = server | (line.timeIsExact() ? 0 : INEXACT_TIME);
    int textLength = clientLength + positionLength + timeLength + 2;
    if (line.kind() == LineKind.GONE) {
      flags |= GONE;
      textLength--;
    }
    if (textLength > TEXT_BYTES || delta.length > 0) {
      flags |= LONG_TEXT;
      INT.set(page, slot + TEXT, longTexts.keep(delta, line));
      SHORT.set(page, slot + TEXT + 4, (short) delta.length);
    } else if (line.isTailTogether()) {
      System.arraycopy(line.bytes(), line.clientFrom(), page, slot + TEXT, textLength);
    } else {
      byte[] text = LongTexts.join(CANONICAL, line);
      System.arraycopy(text, 0, page, slot + TEXT, textLength);
    }
    LONG.set(page, slot + TIME, line.timeNanos());
    LONG.set(page, slot + RECEIVE, receiveNanos);
    long header =
        flags
            | (long) clientLength << CLIENT_LENGTH
            | (long) positionLength << POSITION_LENGTH
            | (long) timeLength << TIME_LENGTH;
    LONG.set(page, slot + HEADER, header);
  }

  /// What all texts take that do not fit a slot, and that of one client.
  long longTextBytes() {
    return longTexts.bytes();
  }

  long longTextBytes(int client) {
    boolean isLong = (flags(page(client), offset(client)) & LONG_TEXT) != 0;
    return isLong ? text(client).length : 0;
  }

  /// Appends Δ as it stands in the client's AT line.
  void putDelta(ByteWriter out, int client) {
    byte[] page = page(client);
    int slot = offset(client);
    int deltaLength = deltaLength(page, slot);
    if (deltaLength > 0) {
      out.put(text(page, slot), 0, deltaLength);
    } else {
      AtLine.putDelta(out, receiveNanos(client) - timeNanos(client));
    }
  }

  /// Appends the client's AT or GONE line, without its LF.
  ///
  /// @param prefix how such a line of its server begins
  void putAt(ByteWriter out, byte[] prefix, int client) {
    byte[] page = page(client);
    int slot = offset(client);
    byte[] text = text(page, slot);
    int from = textFrom(page, slot);
    int to = from + textLength(page, slot);
    int deltaLength = deltaLength(page, slot);
    if (deltaLength == 0) {
      AtLine.put(out, prefix, receiveNanos(client) - timeNanos(client), text, from, to);
    } else {
      out.put(prefix);
      out.put(text, 0, deltaLength);
      out.put(' ');
      out.put(text, from, to);
    }
  }

  /// The digest of the client's name.
  long nameDigest(int client) {
    byte[] page = page(client);
    int slot = offset(client);
    int from = textFrom(page, slot);
    return ReportDigest.of(text(page, slot), from, from + length(page, slot, CLIENT_LENGTH));
  }

  /// What [#keepDigest] was called with for the client.
  long digest(int client) {
    return (long) LONG.get(page(client), offset(client) + DIGEST);
  }

  /// Keeps a number with the client, until the next.
  void keepDigest(int client, long digest) {
    LONG.set(page(client), offset(client) + DIGEST, digest);
  }

  /// The digest of `<client> <position> <time>`, or of `<client> <time>`.
  long textDigest(int client) {
    byte[] page = page(client);
    int slot = offset(client);
    int from = textFrom(page, slot);
    return ReportDigest.of(text(page, slot), from, from + textLength(page, slot));
  }

  /// The digest of Δ where it does not follow from the slot's numbers, else 0.
  long deltaDigest(int client) {
    byte[] page = page(client);
    int slot = offset(client);
    int length = deltaLength(page, slot);
    return length == 0 ? 0 : ReportDigest.of(text(page, slot), 0, length);
  }

  long timeNanos(int client) {
    return (long) LONG.get(page(client), offset(client) + TIME);
  }

  long receiveNanos(int client) {
    return (long) LONG.get(page(client), offset(client) + RECEIVE);
  }

  int server(int client) {
    return flags(page(client), offset(client)) & SERVER_MASK;
  }

  /// Whether the client was deleted, so that there is a time and no position.
  boolean isGone(int client) {
    return (flags(page(client), offset(client)) & GONE) != 0;
  }

  boolean timeIsExact(int client) {
    return (flags(page(client), offset(client)) & INEXACT_TIME) == 0;
  }

  boolean deltaIsCanonical(int client) {
    return deltaLength(page(client), offset(client)) == 0;
  }

  /// The array in which the client's position and time stand.
  byte[] text(int client) {
    return text(page(client), offset(client));
  }

  int nameFrom(int client) {
    return textFrom(page(client), offset(client));
  }

  int nameTo(int client) {
    return nameFrom(client) + length(page(client), offset(client), CLIENT_LENGTH);
  }

  int positionFrom(int client) {
    byte[] page = page(client);
    int slot = offset(client);
    return textFrom(page, slot) + length(page, slot, CLIENT_LENGTH) + 1;
  }

  int positionTo(int client) {
    return positionFrom(client) + length(page(client), offset(client), POSITION_LENGTH);
  }

  int timeFrom(int client) {
    return isGone(client) ? positionTo(client) : positionTo(client) + 1;
  }

  int timeTo(int client) {
    return timeFrom(client) + length(page(client), offset(client), TIME_LENGTH);
  }

  LatLon position(int client) {
    return Iso6709.parse(text(client), positionFrom(client), positionTo(client));
  }

  private byte[] page(int client) {
    return pages[client >>> PAGE_SHIFT];
  }

  private static int offset(int client) {
    return (client & (SLOTS_PER_PAGE - 1)) * SLOT_BYTES;
  }

  private byte[] text(byte[] page, int slot) {
    return (flags(page, slot) & LONG_TEXT) == 0
        ? page
        : longTexts.get((int) INT.get(page, slot + TEXT));
  }

  private static int textFrom(byte[] page, int slot) {
    if ((flags(page, slot) & LONG_TEXT) == 0) {
      return slot + TEXT;
    }
    int deltaLength = deltaLength(page, slot);
    return deltaLength == 0 ? 0 : deltaLength + 1;
  }

  private static int textLength(byte[] page, int slot) {
    long header = (long) LONG.get(page, slot + HEADER);
    return (int) (header >>> CLIENT_LENGTH & 0xFFFF)
        + (int) (header >>> POSITION_LENGTH & 0xFFFF)
        + (int) (header >>> TIME_LENGTH)
        + 2
        - (int) (header >>> GONE_SHIFT & 1);
  }

  private static int deltaLength(byte[] page, int slot) {
    return (flags(page, slot) & LONG_TEXT) == 0
        ? 0
        : (short) SHORT.get(page, slot + TEXT + 4) & 0xFFFF;
  }

  private static int flags(byte[] page, int slot) {
    return (int) (long) LONG.get(page, slot + HEADER);
  }

  private static int length(byte[] page, int slot, int shift) {
    return (int) ((long) LONG.get(page, slot + HEADER) >>> shift) & 0xFFFF;
  }
}
