package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Path;
import org.placeherd.journal.FileDisk;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalSettings;
import org.placeherd.journal.Recovery;
import org.placeherd.node.HerdNode;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Opens a server's journal, and has the node hear its own lines again.
final class Recollection implements Journal.Recall {
  /// A line that was taken once is taken again, whatever the limits are now.
  private static final Limits ANY = new Limits(Limits.MAX_LINE_BYTES, Limits.MAX_LINE_BYTES, true);

  private final HerdNode node;
  private final LineReader reader;
  private final LineBatch batch = new LineBatch();

  Recollection(HerdNode node, HashKey hashKey) {
    this.node = node;
    reader = new LineReader(ANY, hashKey);
  }

  /// The directory of a server's journal within its data.
  static Path directory(Path data, String server) {
    return data.resolve("journal-" + server);
  }

  /// Opens the journal.
  ///
  /// @throws StartupException if it cannot be had
  static Journal open(ServerSettings settings, HerdNode node, HashKey hashKey)
      throws StartupException {
    String server = settings.self().name();
    Path directory = directory(settings.herd().options().data(), server);
    try {
      return Journal.open(
          FileDisk.in(directory), server, JournalSettings.DEFAULT, new Recollection(node, hashKey));
    } catch (JournalException e) {
      throw StartupException.failure(e.sentence(), e);
    } catch (IOException e) {
      throw StartupException.failure(
          server
              + " cannot keep its journal in "
              + directory
              + ": "
              + e.getMessage()
              + "; choose another directory with --data.",
          e);
    }
  }

  /// What an operator should know of a recovery, in a sentence.
  static String sentence(Recovery recovery) {
    String cut =
        recovery.tornLines() == 0
            ? ""
            : "; " + recovery.tornLines() + " of them in a group that a crash had cut";
    return "The journal had %d lines in %d segments%s%s."
        .formatted(
            recovery.lines(),
            recovery.segments(),
            recovery.snapshot().isPresent() ? " and a snapshot" : "",
            cut);
  }

  @Override
  public void lines(byte[] bytes, int from, int to) {
    int at = from;
    do {
      batch.clear();
      at = reader.read(bytes, at, to, true, Integer.MAX_VALUE, batch);
      var _ = node.recall(batch);
    } while (batch.size() > 0);
  }
}
