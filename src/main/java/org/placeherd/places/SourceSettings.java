package org.placeherd.places;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What is set for one source behind HTTP.
///
/// @param baseUrl where it is, if not where it usually is
/// @param keyFile the file with its key
/// @param budget what the whole herd may spend on it
/// @param sharesInFlight whether a call under way may answer others who ask the same; its terms may
///   forbid it besides
/// @param clientCallsPerMinute how many calls one client may cause, if they cost money; 1 or more
public record SourceSettings(
    Optional<URI> baseUrl,
    Optional<Path> keyFile,
    BudgetLimits budget,
    boolean sharesInFlight,
    long clientCallsPerMinute) {
  /// A call a second from one client is more than a person needs, and a bot is expensive.
  public static final long CLIENT_CALLS_PER_MINUTE = 60;

  /// What holds where nothing is set.
  public static final SourceSettings DEFAULT =
      new SourceSettings(
          Optional.empty(), Optional.empty(), BudgetLimits.NONE, true, CLIENT_CALLS_PER_MINUTE);
}
