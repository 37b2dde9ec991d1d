package org.placeherd.node;

import java.util.Set;

/// What the node knows of the other end of one connection. The caller keeps it with the connection.
public final class Session {
  /// Stands for a sender that is none of our neighbours.
  public static final int NO_NEIGHBOUR = -1;

  /// Says HELLO without a name of its own.
  private static final String NOBODY = "-";

  private final boolean mayTell;
  private final boolean mayAsk;

  /// Whose name the other end may say HELLO in, if not in anybody's.
  private final Set<String> certified;

  private boolean greeted;
  private int neighbour = NO_NEIGHBOUR;
  private int losses;

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
