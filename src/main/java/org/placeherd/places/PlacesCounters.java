package org.placeherd.places;

/// How the gateway's queries have ended since its start; each query is counted once.
///
/// @param answered by the provider, in time
/// @param late because the deadline came first
/// @param failed because the provider threw or gave no JSON object, or the gateway was closed
/// @param overloaded because too many queries waited already
/// @param lastFailure what went wrong last, in words; empty while nothing has
/// @param lastFailureAgoMillis how long ago; 0 while nothing has
public record PlacesCounters(
    long answered,
    long late,
    long failed,
    long overloaded,
    String lastFailure,
    long lastFailureAgoMillis) {}
