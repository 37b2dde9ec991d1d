package org.placeherd.places;

/// One of OpenStreetMap's tags, such as `amenity=cafe`.
public record OsmTag(String key, String value) {
  @Override
  public String toString() {
    return key + "=" + value;
  }
}
