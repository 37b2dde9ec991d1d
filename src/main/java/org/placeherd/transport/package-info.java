/// Lines over TCP and UDP, and from other threads of the process: the listeners, the connections
/// they accept, and the links to peers (the line protocol §§1 and 4).
///
/// Here are sockets, buffers, the order of replies and back-off; all of it on one event loop. Never
/// here: what a line means. A transport finds lines, hands them over, and sends what it is given.
///
/// Read first: [LineSession], what the herd has to offer; then [LineConnection] and [PeerLink].
@org.jspecify.annotations.NullMarked
package org.placeherd.transport;
