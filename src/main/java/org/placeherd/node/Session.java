package org.placeherd.node;

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
    this(mayTell, mayAsk, Set.of());
  }

  private Session(boolean mayTell, boolean mayAsk, Set<String> certified) {
    this.mayTell = mayTell;
    this.mayAsk = mayAsk;
    this.certified = Set.copyOf(certified);
  }

  /// The session of a peer that has proved to be one of these servers.
  public static Session certified(Set<String> servers) {
    return new Session(true, true, servers);
  }

  /// The same session, whose other end may do what these rights say; and it may show a token to get
  /// others.
  public Session with(Rights others) {
    rights = others;
    asksForToken = true;
    return this;
  }

  /// Whether a token changes anything.
  boolean knowsTokens() {
    return asksForToken;
  }

  boolean mayReport(Line iamat) {
    return !asksForToken || rights.mayReport(iamat);
  }

  boolean mayRead() {
    return !asksForToken || rights.mayRead();
  }

  /// Whether it is told how the server is. A server that has proved to be one needs no token.
  boolean mayAdminister() {
    return !certified.isEmpty() || rights.mayAdminister();
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
    return mayTell;
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
