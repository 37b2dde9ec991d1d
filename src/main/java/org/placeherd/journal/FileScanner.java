package org.placeherd.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.placeherd.wire.CheckedLine;

/// Reads one file and decides what in it counts. Recovery, `verify` and `dump` all use it, and it
/// writes nothing.
///
/// It walks from group to group. Where the next COMMIT does not fit the bytes before it, something
/// is wrong between: if any intact marker of this file follows, those bytes were durable once, so
/// that is damage; if none does, it is where a crash cut the file, or the last COMMIT was damaged,
/// and the lines up to the first that is not intact are used. Nor can be told which of the two it
/// is where the last COMMIT is intact and some bytes before it are not. See [#suspectFrom].
final class FileScanner {
  /// Longest line that is looked for, its checksum included. The longest that a server writes is
  /// half of that.
  static final int MOST_LINE_BYTES = 64 << 10;

  private final JournalFile file;
  private final String server;
  private final boolean mayBeCut;
  private final LineSink sink;
  private final FileWindow window;
  private final Salvage salvage;
  private final CheckedLine checked = new CheckedLine();
  private final CRC32C checksum = new CRC32C();
  private final List<Damage> damage = new ArrayList<>();
  private long groups;
  private long lines;
  private long salvagedLines;
  private long unfinishedLines;
  private Salvage.Run torn = Salvage.Run.NONE;
  private long at;
  private long groupsEnd;
  private long lastGroup;
  private boolean sealed;

  /// How many lines end before [#at].
  private long linesBefore;

  /// Where the marker stands that [#nextMarker] found, and the line behind it.
  private long markerAt;

  private long behindMarker;
  private long linesBeforeMarker;

  /// The last group, if its COMMIT is intact and its checksum is wrong: cut by a crash within its
  /// one write, or acknowledged and damaged since? It is damage as soon as anything intact follows,
  /// because that was written after this was durable. −1 where there is none.
  private long suspectFrom = -1;

  private long linesBeforeSuspect;

  private FileScanner(
      JournalFile file, String server, boolean mayBeCut, LineSink sink, FileWindow window) {
    this.file = file;
    this.server = server;
    this.mayBeCut = mayBeCut;
    this.sink = sink;
    this.window = window;
    this.salvage = new Salvage(window, sink);
  }

  /// Reads a file.
  ///
  /// @param server whose journal it must be
  /// @param mayBeCut whether a crash may have cut it: so of the last segment only
  /// @throws JournalException when the file is of another server or another version
  static FileScan scan(Disk disk, JournalFile file, String server, boolean mayBeCut, LineSink sink)
      throws IOException, JournalException {
    try (DiskFile open = disk.open(file.name())) {
      FileWindow window = new FileWindow(open);
      return new FileScanner(file, server, mayBeCut, sink, window).scan();
    }
  }

  private FileScan scan() throws IOException, JournalException {
    Optional<String> headerTrouble = readHeader();
    boolean more = true;
    while (more) {
      Optional<Marker> marker = nextMarker();
      if (marker.isPresent() && headerTrouble.isPresent()) {
        damaged(0, 1, headerTrouble.get());
        headerTrouble = Optional.empty();
      }
      more = marker.isPresent() && take(marker.get());
    }
    finish(headerTrouble);
    return new FileScan(
        file,
        window.end(),
        groups,
        lines,
        salvagedLines,
        unfinishedLines,
        suspectFrom < 0 ? 0 : at - groupsEnd,
        torn.lines(),
        torn.bytes(),
        groupsEnd,
        lastGroup,
        sealed,
        List.copyOf(damage));
  }

  /// Reads the first line; nothing counts yet if it is not as it must be.
  ///
  /// @return what is wrong with it
  private Optional<String> readHeader() throws IOException, JournalException {
    window.more();
    long lineFeed = window.lineFeed(0, MOST_LINE_BYTES);
    Optional<Header> header = Header.read(window, lineFeed);
    if (header.isEmpty()) {
      skipHeader(lineFeed);
      return Optional.of(window.end() == 0 ? "the file is empty" : "the header is damaged");
    }
    Header found = header.get();
    if (!found.isReadable()) {
      throw new JournalException(
          "The journal file %s is of format version %d, and this Placeherd reads versions %d to %d; use the one that wrote it."
              .formatted(file, found.version(), Header.OLDEST_VERSION, Header.VERSION));
    }
    if (!found.server().equals(server)) {
      throw new JournalException(
          "The journal file %s belongs to the server %s, not to %s; give each server a directory of its own."
              .formatted(file, found.server(), server));
    }
    if (!found.isOf(file, server)) {
      skipHeader(lineFeed);
      return Optional.of("the header is that of another file");
    }
    skipHeader(lineFeed);
    groupsEnd = at;
    return Optional.empty();
  }

  private void skipHeader(long lineFeed) {
    if (lineFeed >= 0) {
      at = lineFeed + 1;
      linesBefore = 1;
    }
  }

  /// Goes on to the next intact marker of this file, at whatever distance.
  private Optional<Marker> nextMarker() throws IOException {
    long line = at;
    window.seek(at);
    linesBeforeMarker = linesBefore;
    while (true) {
      long lineFeed = line < window.end() ? window.lineFeed(line, MOST_LINE_BYTES) : -1;
      if (lineFeed < 0) {
        if (window.limit() >= window.end()) {
          return Optional.empty();
        }
        line = window.limit(); // zeros, or other garbage: no line of ours is that long
        window.release(line);
        if (!window.more()) {
          return Optional.empty(); // the file became shorter
        }
        continue;
      }
      byte[] bytes = window.bytes();
      int from = window.index(line);
      if (Marker.beginsAt(bytes, from)) {
        Optional<Marker> marker = ownMarker(bytes, from, window.index(lineFeed));
        if (marker.isPresent()) {
          markerAt = line;
          behindMarker = lineFeed + 1;
          return marker;
        }
      }
      linesBeforeMarker++;
      line = lineFeed + 1;
      if (line - at > Journal.LARGEST_GROUP_BYTES) {
        window.release(line); // no group is that long, so this is none
      }
    }
  }

  /// The marker in this line, if it is intact and written for this file.
  private Optional<Marker> ownMarker(byte[] bytes, int from, int to) {
    int end = checked.endOfIntact(bytes, from, to);
    Optional<Marker> marker = end < 0 ? Optional.empty() : Marker.parse(bytes, from, end);
    return marker.filter(m ->
        switch (m) {
          case Marker.Commit commit -> commit.number() == file.number();
          case Marker.End stop -> stop.number() == file.number();
        });
  }

  /// Takes what stands before the marker.
  ///
  /// @return whether anything may follow
  private boolean take(Marker marker) throws IOException {
    return switch (marker) {
      case Marker.Commit commit -> {
        settleSuspect();
        takeGroup(commit);
        linesBefore = linesBeforeMarker + 1;
        at = behindMarker;
        if (suspectFrom < 0) {
          groupsEnd = at;
        }
        yield true;
      }
      case Marker.End stop -> {
        takeEnd(stop);
        yield false;
      }
    };
  }

  private void takeGroup(Marker.Commit commit) throws IOException {
    long from = markerAt - commit.bytes();
    boolean right =
        from >= at
            && commit.bytes() <= Journal.LARGEST_GROUP_BYTES
            && checksum(from, markerAt) == commit.checksum();
    if (right) {
      long before = from > at ? salvage(at, from, linesBefore) : 0;
      groups++;
      lines += linesBeforeMarker - linesBefore - before;
      lastGroup = from;
      window.load(from, markerAt);
      sink.lines(window.bytes(), window.index(from), window.index(markerAt));
    } else if (from == at) {
      suspectFrom = at;
      linesBeforeSuspect = linesBefore;
    } else {
      salvage(at, markerAt, linesBefore);
    }
  }

  private int checksum(long from, long to) throws IOException {
    window.load(from, to);
    checksum.reset();
    checksum.update(window.bytes(), window.index(from), (int) (to - from));
    return (int) checksum.getValue();
  }

  private void takeEnd(Marker.End stop) throws IOException {
    sealed = true;
    if (suspectFrom != stop.bytes() || markerAt != at) {
      settleSuspect();
    }
    if (markerAt > at) {
      salvage(at, markerAt, linesBefore);
    }
    at = markerAt;
    if (suspectFrom < 0) {
      groupsEnd = at;
    }
  }

  /// What follows the suspect shows that it had been durable.
  private void settleSuspect() throws IOException {
    if (suspectFrom >= 0) {
      salvage(suspectFrom, at, linesBeforeSuspect);
      suspectFrom = -1;
      groupsEnd = at;
    }
  }

  private void finish(Optional<String> headerTrouble) throws IOException {
    if (!sealed && (!mayBeCut || headerTrouble.isPresent())) {
      settleSuspect();
      Salvage.Found rest = salvage.lines(at, window.end(), linesBefore);
      salvagedLines += rest.intact();
      if (headerTrouble.isPresent()) {
        damaged(0, 1, headerTrouble.get() + rest.used());
      } else {
        damaged(at, linesBefore + 1, "the end of the file is missing" + rest.used());
      }
    }
    OptionalLong unreadable = window.firstUnreadable();
    if (unreadable.isPresent()) {
      damaged(unreadable.getAsLong(), 0, "the disk cannot read what is here");
    }
    if (suspectFrom >= 0) {
      unfinishedLines = salvage.lines(suspectFrom, at, linesBeforeSuspect).intact();
    }
    if (!sealed && mayBeCut && headerTrouble.isEmpty() && suspectFrom < 0) {
      torn = salvage.run(at);
    }
  }

  /// Uses the intact lines of a damaged place and notes the damage.
  ///
  /// @return how many lines, whole or not, end there
  private long salvage(long from, long to, long linesBeforeFrom) throws IOException {
    Salvage.Found found = salvage.lines(from, to, linesBeforeFrom);
    salvagedLines += found.intact();
    damaged(found.firstBad(), found.firstBadLine(), found.sentence());
    return found.lines();
  }

  private void damaged(long offset, long line, String what) {
    if (damage.size() < FileScan.MOST_DAMAGE) {
      damage.add(new Damage(file.name(), offset, line, what));
    } else if (damage.size() == FileScan.MOST_DAMAGE) {
      damage.add(new Damage(file.name(), offset, line, "from here on damage is not listed"));
    }
  }
}
