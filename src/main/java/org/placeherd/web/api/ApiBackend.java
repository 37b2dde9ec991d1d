package org.placeherd.web.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.web.stream.ChangesBackend;
import org.placeherd.wire.Limits;

/// All that the API asks of the server behind it. Called on the event loop of HTTP, so nothing here
/// may block. Names and AT lines are strings with a char for each byte (ISO 8859-1). A stage that
/// fails says that the server is stopping, or that what would be shown cannot be saved.
public interface ApiBackend {
  /// Most bytes of the lines that are said at once.
  int LINES_BYTES_MAX = 64 * 1024;

  /// The AT line of a client, with its telemetry behind the six fields; nothing if nobody has heard
  /// of it, or it was deleted.
  CompletionStage<Optional<String>> client(String name);

  /// Deletes a client in the whole herd.
  ///
  /// @return whether there was such a client, when its deletion is saved. Fails with [ServerBusy]
  CompletionStage<Boolean> forget(String name);

  /// Clients in the order of their first reports.
  ///
  /// @param prefix what their names begin with
  /// @param limit how many at most, 1 … 1,000
  /// @param cursor where an earlier page has ended, or nothing for the first page
  /// @return nothing if the cursor is none that this server has given since its start
  CompletionStage<Optional<ClientPage>> clients(String prefix, int limit, Optional<String> cursor);

  /// Clients by where they are.
  ///
  /// @return nothing if the search is around a client of whom nobody has heard
  CompletionStage<Optional<ClientsFound>> near(ClientSearch search);

  /// Finds places.
  ///
  /// @param asker who asks: a negative number of the connection's own
  /// @param reply is called exactly once, on any thread, with a whole JSON object in the shape of
  ///   Google's legacy Nearby Search
  void places(long asker, PlaceSearch search, Consumer<byte[]> reply);

  /// Says reports of clients, as a stranger would on the line port but for their telemetry.
  ///
  /// @param remote who says them
  /// @param asker the number of his connection
  /// @param pass what he may
  /// @param lines IAMAT lines, each ended by LF; at most [#LINES_BYTES_MAX] bytes. Telemetry may
  ///   stand behind their four fields
  /// @return the replies, a line for each, when the reports are saved: `AT …`, or `? …` where a
  ///   report is not taken. Fails with [ServerBusy]
  CompletionStage<byte[]> say(InetSocketAddress remote, long asker, Pass pass, byte[] lines);

  /// What the lines of reports may be.
  Limits limits();

  /// The server's clock, nanoseconds since 1970.
  long nowNanos();

  /// How the server and its links are, as JSON.
  CompletionStage<String> status();

  /// Tells what changes.
  ChangesBackend changes();

  /// Some clients, and where to go on.
  ///
  /// @param lines their AT lines
  /// @param next the cursor of the next page; none if this is the last
  record ClientPage(List<String> lines, Optional<String> next) {
    /// Copies the list.
    public ClientPage {
      lines = List.copyOf(lines);
    }
  }

  /// What a search for clients found.
  ///
  /// @param clients the nearest first
  /// @param isComplete false if the search was given up, for it had looked at too many
  record ClientsFound(List<ClientFound> clients, boolean isComplete) {
    /// Copies the list.
    public ClientsFound {
      clients = List.copyOf(clients);
    }
  }

  /// A client that a search found.
  ///
  /// @param line its AT line
  /// @param metres how far it is from the search's centre
  /// @param bearingDegrees on which course, clockwise from north, 0 … 360 without 360
  record ClientFound(String line, double metres, double bearingDegrees) {}
}
