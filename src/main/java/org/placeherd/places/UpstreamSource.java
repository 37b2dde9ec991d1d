package org.placeherd.places;

import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;

/// A source behind HTTP that users can choose.
///
/// @param name by which they do
/// @param defaultUrl where it is; empty where there is no service that an application may rely on
/// @param needsKey whether it wants a key
/// @param make makes it of its base URL and its key, which is empty where it needs none
record UpstreamSource(
    String name, String defaultUrl, boolean needsKey, BiFunction<URI, String, Upstream> make) {
  /// All of them: to add one, add its line.
  static final List<UpstreamSource> ALL =
      List.of(
          new UpstreamSource(GoogleNew.NAME, "https://places.googleapis.com", true, GoogleNew::new),
          new UpstreamSource(
              GoogleLegacy.NAME, "https://maps.googleapis.com", true, GoogleLegacy::new),
          new UpstreamSource(Photon.NAME, "", false, (url, _) -> new Photon(url)),
          new UpstreamSource(Overpass.NAME, "", false, (url, _) -> new Overpass(url)));
}
