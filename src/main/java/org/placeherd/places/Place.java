package org.placeherd.places;

import org.placeherd.geo.LatLon;

/// A place that the embedded index knows.
///
/// @param id unique among all sources, with the source in front: `demo:royce-hall`
/// @param category one of Google's type names where there is one: `museum`
/// @param vicinity where it is, in words: `Los Angeles, United States`
record Place(String id, String name, String category, LatLon position, String vicinity) {}
