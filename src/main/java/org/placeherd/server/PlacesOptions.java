package org.placeherd.server;

import java.time.Duration;

/// What `[places]` sets.
///
/// @param provider the provider and what it needs, as it is written in the configuration
/// @param deadline after this long a WHATSAT is answered without places; positive
public record PlacesOptions(String provider, Duration deadline) {
  /// What holds where nothing is set.
  public static final PlacesOptions DEFAULT = new PlacesOptions("embedded", Duration.ofSeconds(2));
}
