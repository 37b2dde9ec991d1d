package org.placeherd.server;

import java.time.Duration;
import java.util.Map;
import org.placeherd.places.SourceSettings;

/// What `[places]` sets.
///
/// @param provider the provider and what it needs, as it is written in the configuration
/// @param deadline after this long a WHATSAT is answered without places; positive
/// @param roundsCoordinates whether sources behind HTTP are told a cell and not the point
/// @param allowsSynthetic whether places may be served that were made up for load tests
/// @param takesFields whether WHATSAT may say more than its three operands
/// @param sources what is set for each source behind HTTP, by its name
public record PlacesOptions(
    String provider,
    Duration deadline,
    boolean roundsCoordinates,
    boolean allowsSynthetic,
    boolean takesFields,
    Map<String, SourceSettings> sources) {
  /// What holds where nothing is set.
  public static final PlacesOptions DEFAULT = new PlacesOptions("embedded", Duration.ofSeconds(2));

  /// Keeps its own copy of the sources.
  public PlacesOptions {
    sources = Map.copyOf(sources);
  }

  /// With nothing set for sources.
  public PlacesOptions(String provider, Duration deadline) {
    this(provider, deadline, true, false, false, Map.of());
  }
}
