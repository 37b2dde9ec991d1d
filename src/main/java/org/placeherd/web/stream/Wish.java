package org.placeherd.web.stream;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What somebody wants to follow, and how.
///
/// @param since the id of the last event that it had, to go on from there
/// @param wantsSnapshot whether it wants the newest of each client first
/// @param isAllowed whether it still may follow: what it may can be taken back while it does
public record Wish(
    StreamFilter filter,
    Form form,
    Optional<String> since,
    boolean wantsSnapshot,
    BooleanSupplier isAllowed) {}
