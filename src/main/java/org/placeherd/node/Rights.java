package org.placeherd.node;

import org.placeherd.wire.Line;

/// What a sender may. On the node's thread; asked anew for each line, for a token may be taken
/// back.
public interface Rights {
  /// Those of everybody where no tokens are asked for.
  Rights ALL = new Anybody(true);

  /// Those of somebody who has shown no token where one is asked for.
  Rights NONE = new Anybody(false);

  /// Whether it may report for the client that an IAMAT names.
  boolean mayReport(Line iamat);

  /// Whether it may ask where clients are.
  boolean mayRead();

  /// Whether it may see how the server is.
  boolean mayAdminister();

  /// The same answer to all.
  ///
  /// @param may that answer
  record Anybody(boolean may) implements Rights {
    @Override
    public boolean mayReport(Line iamat) {
      return may;
    }

    @Override
    public boolean mayRead() {
      return may;
    }

    @Override
    public boolean mayAdminister() {
      return may;
    }
  }
}
