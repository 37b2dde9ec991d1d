package org.placeherd.places;

/// Where places come from, and what whoever shows them must say.
///
/// @param name in front of the ids of its places: `osm`
/// @param attribution what must be shown with its places, HTML; empty where nothing must
/// @param licence under what terms they may be used, for `places info`
/// @param asOf the date of the data, ISO 8601
/// @param isSynthetic whether the places are made up, for load tests
public record PlacesSource(
    String name, String attribution, String licence, String asOf, boolean isSynthetic) {}
