package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.placeherd.geo.LatLon;
import org.placeherd.journal.FileDisk;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalInspection;
import org.placeherd.journal.JournalSettings;
import org.placeherd.journal.Snapshot;
import org.placeherd.node.Effects;
import org.placeherd.node.HerdNode;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.Outcome;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;

/// Replaces a journal that no server uses by one snapshot: each client's newest line and nothing
/// else.
public final class JournalCompaction {
  private static final int PIECE_BYTES = 1 << 20;

  private JournalCompaction() {}

  /// What was done.
  ///
  /// @param clients how many clients the snapshot has
  /// @param lines how many lines there were before
  /// @param bytes how long the snapshot is
  /// @param alarms what was damaged or missing: the new journal is sound, and cannot tell any more
  public record Result(int clients, long lines, long bytes, List<String> alarms) {
    /// Keeps its own copy of the alarms.
    public Result {
      alarms = List.copyOf(alarms);
    }
  }

  /// Compacts the journal in a directory.
  ///
  /// @param tolerance of the herd, for it decides which line is the newest (protocol §3)
  /// @throws JournalException if a server uses it, or the disk fails
  public static Result run(Path directory, Duration tolerance)
      throws IOException, JournalException {
    SecureRandom chance = new SecureRandom();
    HashKey hashKey = new HashKey(chance.nextLong(), chance.nextLong());
    String server =
        JournalInspection.of(FileDisk.readOnly(directory))
            .server()
            .orElseThrow(() ->
                new JournalException(
                    "No file in "
                        + directory
                        + " says any more of which server it is; start that server on it, which"
                        + " uses every intact line and compacts them by itself."));
    HerdNode node =
        new HerdNode(
            new NodeSettings(
                server,
                List.of(),
                tolerance.toNanos(),
                NodeSettings.StaleReply.LITERAL,
                Limits.DEFAULT,
                hashKey),
            new Silence());
    try (Journal journal =
        Journal.open(
            FileDisk.in(directory),
            server,
            JournalSettings.DEFAULT,
            new Recollection(node, hashKey))) {
      write(node, journal.beginSnapshot());
      return new Result(
          node.clients(),
          journal.recovery().lines(),
          journal.snapshotBytes(),
          journal.recovery().alarms());
    }
  }

  private static void write(HerdNode node, Snapshot snapshot) throws JournalException {
    ByteWriter piece = new ByteWriter(PIECE_BYTES);
    int next = 0;
    while (next < node.clients()) {
      piece.clear();
      next = node.putSnapshot(piece, next, PIECE_BYTES);
      snapshot.append(piece.array(), 0, piece.size());
    }
    snapshot.finish();
  }

  /// Nobody is there to be told or answered.
  private static final class Silence implements Effects {
    private final ByteWriter replies = new ByteWriter(0);

    @Override
    public ByteWriter replies() {
      return replies;
    }

    @Override
    public void findPlaces(int atLineBytes, LatLon centre, Line whatsat) {}

    @Override
    public void showStatus() {}

    @Override
    public void tell(int neighbour) {}

    @Override
    public void show(Line line, Outcome outcome) {}
  }
}
