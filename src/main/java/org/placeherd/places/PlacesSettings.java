package org.placeherd.places;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What providers need to know of the server they are in.
///
/// @param server its name
/// @param data the directory where it keeps what it has spent
/// @param share its part of what the herd may spend
/// @param roundsCoordinates whether sources are told a cell and not the point
/// @param allowsSynthetic whether places may be served that were made up for load tests
/// @param sources what is set for each source, by its name
/// @param environmentKey looks for the key in the environment; may refuse what it finds by an
///   `IllegalArgumentException`
public record PlacesSettings(
    String server,
    Path data,
    HerdShare share,
    boolean roundsCoordinates,
    boolean allowsSynthetic,
    Map<String, SourceSettings> sources,
    Supplier<Optional<ApiKey>> environmentKey) {
  /// A server by itself, without keys.
  public static final PlacesSettings DEFAULT =
      new PlacesSettings(
          "server", Path.of("data"), HerdShare.ALL, true, false, Map.of(), Optional::empty);

  /// Keeps its own copy of the sources.
  public PlacesSettings {
    sources = Map.copyOf(sources);
  }

  SourceSettings of(String source) {
    return sources.getOrDefault(source, SourceSettings.DEFAULT);
  }
}
