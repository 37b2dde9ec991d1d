package org.placeherd.node;

import java.util.Optional;
import java.util.Set;
import org.placeherd.wire.Line;

/// What the node knows of the other end of one connection. The caller keeps it with the connection.
public final class Session {
  /// Stands for a sender that is none of our neighbours.
  public static final int NO_NEIGHBOUR = -1;

  /// Behind so many wrong tokens nothing is heard any more: nobody mistypes that often.
  public static final int WRONG_TOKENS_MAX = 5;

  /// Says HELLO without a name of its own.
  private static final String NOBODY = "-";

  private final boolean mayTell;
  private final boolean mayAsk;

  /// Whose name the other end may say HELLO in, if not in anybody's.
  private final Set<String> certified;

  /// How the other end has to prove that it knows the herd's secret, if it has to.
  private final Optional<PeerProof> proof;

  private boolean proved;
  private boolean greeted;
  private int neighbour = NO_NEIGHBOUR;
  private int losses;
  private Rights rights = Rights.ALL;
  private boolean asksForToken;
  private int wrongTokens;

  /// @param mayTell whether AT lines are taken from this connection (protocol §5)
  public Session(boolean mayTell) {
    this(mayTell, true);
  }

  /// @param mayTell whether AT lines are taken from this sender (protocol §5)
  /// @param mayAsk whether WHATSAT is answered to this sender
  public Session(boolean mayTell, boolean mayAsk) {
    this(mayTell, mayAsk, Set.of(), Optional.empty());
  }

  private Session(
      boolean mayTell, boolean mayAsk, Set<String> certified, Optional<PeerProof> proof) {
    this.mayTell = mayTell;
    this.mayAsk = mayAsk;
    this.certified = Set.copyOf(certified);
    this.proof = proof;
  }

  /// The session of a peer that has proved to be one of these servers.
  public static Session certified(Set<String> servers) {
    return new Session(true, true, servers, Optional.empty());
  }

  /// The session of somebody who may say HELLO, and is greeted, once he has proved that he knows
  /// the secret of the herd.
  ///
  /// @param mayTell whether AT lines are taken before that, too: from an old-style server
  /// @param servers the servers that he has proved to be by other means; empty = not asked
  public static Session proving(boolean mayTell, Set<String> servers, PeerProof proof) {
    return new Session(mayTell, true, servers, Optional.of(proof));
  }

  /// Whether HELLO is taken.
  boolean mayGreet() {
    return mayTell || proof.isPresent();
  }

  /// Whether the secret is still to be proved.
  boolean needsProof() {
    return proof.isPresent() && !proved;
  }

  String challenge(String name, String nonce) {
    return proof.orElseThrow().challenge(name, nonce);
  }

  /// Whether the proof is right; then AT lines are taken.
  boolean prove(String name, String shown) {
    proved = proof.orElseThrow().isProved(name, shown);
    return proved;
  }

  /// The same session, whose other end may do what these rights say; and it may show a token to get
  /// others.
  public Session with(Rights others) {
    rights = others;
    asksForToken = true;
    return this;
  }

  /// Whether a token changes anything. Who has proved the herd's secret may do all without one.
  boolean knowsTokens() {
    return asksForToken;
  }

  boolean mayReport(Line iamat) {
    return !asksForToken || proved || rights.mayReport(iamat);
  }

  boolean mayRead() {
    return !asksForToken || proved || rights.mayRead();
  }

  /// Whether it is told how the server is. A server that has proved to be one needs no token.
  boolean mayAdminister() {
    return !certified.isEmpty() || proved || rights.mayAdminister();
  }

  void showedWrongToken() {
    wrongTokens++;
  }

  /// Nothing is heard any more.
  public void shut() {
    wrongTokens = WRONG_TOKENS_MAX;
  }

  /// Whether nothing is heard any more, for too many tokens were wrong.
  public boolean isShut() {
    return wrongTokens >= WRONG_TOKENS_MAX;
  }

  /// Whether HELLO is taken in that name; nobody's name is always taken, for tools.
  boolean mayBe(String server) {
    return certified.isEmpty() || certified.contains(server) || server.equals(NOBODY);
  }

  /// Whether AT lines are taken from this connection.
  public boolean mayTell() {
    return mayTell || proved;
  }

  /// Whether WHATSAT is answered: a reply many times as long as the question goes only to a sender
  /// whose address is known to be its own.
  public boolean mayAsk() {
    return mayAsk;
  }

  /// Whether the other end is ours: it said HELLO.
  public boolean isGreeted() {
    return greeted;
  }

  /// The neighbour that introduced itself, or [#NO_NEIGHBOUR].
  public int neighbour() {
    return neighbour;
  }

  /// How often our link to the neighbour had been lost when it introduced itself.
  int losses() {
    return losses;
  }

  void greet(int fromNeighbour, int lossesSoFar) {
    greeted = true;
    neighbour = fromNeighbour;
    losses = lossesSoFar;
  }
}
