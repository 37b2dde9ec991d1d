package org.placeherd.web.stream;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.geo.LatLon;

/// Where changes come from: the server behind HTTP. Called on the event loop of HTTP, so nothing
/// here may block. AT lines are strings with a char for each byte (ISO 8859-1), without LF.
public interface ChangesBackend {
  /// Begins to tell what changes, when it is saved. Nobody is told before; a second call waits for
  /// [#unfollow].
  ///
  /// @param sink takes the changes in order; called on the server's loop, so it may not block
  /// @return where it begins: all that changes behind that is told. Fails if the server is stopping
  CompletionStage<Beginning> follow(Consumer<Batch> sink);

  /// Ends that.
  void unfollow();

  /// Reads the newest of some clients, in the order of their numbers.
  ///
  /// @param prefix what their names begin with
  /// @param from the number to begin with
  /// @return when it is saved. Fails if the server is stopping, or it cannot be saved
  CompletionStage<Page> page(String prefix, int from);

  /// Where a server began to tell.
  ///
  /// @param start a name of this beginning that no other has, of letters and digits
  /// @param next the number of the first change behind it
  record Beginning(String start, long next) {}

  /// A client has a newer report, or was deleted.
  ///
  /// @param client the client's number, which it keeps while the server runs
  /// @param line its AT line; its GONE line, which has no position, if it was deleted
  /// @param before where it was; nothing if it is new or was deleted
  record Change(int client, String line, Optional<LatLon> before) {}

  /// Changes that follow each other.
  ///
  /// @param first the number of the first; each has one more than the one before
  /// @param count how many
  /// @param changes all of them; none if they could not be saved, or nobody could take them
  record Batch(long first, int count, List<Change> changes) {
    /// Copies the list.
    public Batch {
      changes = List.copyOf(changes);
    }

    /// Changes that nobody will be told.
    public static Batch lost(long first, int count) {
      return new Batch(first, count, List.of());
    }

    boolean isLost() {
      return changes.isEmpty();
    }
  }

  /// Some clients.
  ///
  /// @param lines their AT lines
  /// @param next the number of the client to go on with
  /// @param isLast whether nobody has this number yet
  /// @param seen the number of the latest change that the lines can show
  record Page(List<String> lines, int next, boolean isLast, long seen) {
    /// Copies the list.
    public Page {
      lines = List.copyOf(lines);
    }
  }
}
