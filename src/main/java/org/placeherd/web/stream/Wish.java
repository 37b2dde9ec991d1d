package org.placeherd.web.stream;

import java.util.Optional;

/// What somebody wants to follow, and how.
///
/// @param since the id of the last event that it had, to go on from there
/// @param wantsSnapshot whether it wants the newest of each client first
public record Wish(StreamFilter filter, Form form, Optional<String> since, boolean wantsSnapshot) {}
