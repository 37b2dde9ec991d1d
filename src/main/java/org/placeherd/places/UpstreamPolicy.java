package org.placeherd.places;

import java.time.Duration;

/// What a source's terms allow, and what it costs.
///
/// @param fresh how long an answer may be kept and used; zero where nothing may be kept
/// @param stale how long after that it may be shown while a newer one is fetched, or cannot be
/// @param negative how long it may be remembered that there is nothing
/// @param mayShareInFlight whether one answer may serve all who ask for the same meanwhile
/// @param microDollarsPerCall the list price of a call, in millionths of a dollar
/// @param isVerbatim whether its results are shown as they came: nothing put in, none left out but
///   by the limit
public record UpstreamPolicy(
    Duration fresh,
    Duration stale,
    Duration negative,
    boolean mayShareInFlight,
    long microDollarsPerCall,
    boolean isVerbatim) {}
