package org.placeherd.server;

/// Two servers that flood to each other. It has no direction: `Alford-Parker` is `Parker-Alford`.
public record Link(String one, String other) {

  /// Whether both join the same two servers.
  public boolean joinsTheSameAs(Link that) {
    return (one.equals(that.one) && other.equals(that.other))
        || (one.equals(that.other) && other.equals(that.one));
  }

  @Override
  public String toString() {
    return one + "-" + other;
  }
}
