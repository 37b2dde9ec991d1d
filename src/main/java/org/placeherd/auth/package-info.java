/// Who may do what: tokens, the file that they stand in, and those who show wrong ones.
///
/// Never here: sockets, how a token is shown in a line or a request, and what somebody without a
/// right is answered.
///
/// Read first: [Grant], a line of the file; then [TokenGate], what a running server asks.
@org.jspecify.annotations.NullMarked
package org.placeherd.auth;
