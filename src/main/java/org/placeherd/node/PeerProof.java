package org.placeherd.node;

/// How the other end of one connection proves that it knows the secret of the herd. Chance and
/// cryptography are outside the node.
public interface PeerProof {
  /// Answers a HELLO: what stands behind our own name, each field with a space before it. What was
  /// answered before does not count any more.
  ///
  /// @param name who the other end says it is
  /// @param nonce what it wants to see in our proof; empty if it gave none
  String challenge(String name, String nonce);

  /// Whether the other end has proved that it knows the secret. It has one try for each challenge.
  boolean isProved(String name, String proof);
}
