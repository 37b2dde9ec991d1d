package org.placeherd.transport;

import java.util.Optional;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// How a listener treats its connections.
///
/// @param limits what lines may be
/// @param hashKey the key for the names of clients
/// @param maxConnections how many may be open at once
/// @param closeAfterReply whether a connection is closed once it has been answered
/// @param partialLineMillis answer a line that has not ended after this time; 0 = wait for its end
/// @param idlePeerMillis close an old-style peer's connection when nothing has come in for so long
/// @param tls the TLS to speak with who wants it; empty = none
/// @param gate what all ways into the server share to keep senders to their limits
public record LineOptions(
    Limits limits,
    HashKey hashKey,
    int maxConnections,
    boolean closeAfterReply,
    long partialLineMillis,
    long idlePeerMillis,
    Optional<Tls> tls,
    Gate gate) {}
