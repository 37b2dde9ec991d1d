package org.placeherd.auth;

import java.util.Optional;

/// What somebody may who has shown a token, or nothing. From any thread.
public interface Pass {
  /// What everybody may where no tokens are asked for.
  Pass ALL = new Anybody(true);

  /// What somebody may who has shown no token where one is asked for.
  Pass NONE = new Anybody(false);

  /// Whether it has a right.
  boolean has(Right right);

  /// Whether it may report for the client whose name is `name[from … to)`.
  boolean mayReport(byte[] name, int from, int to);

  /// The one client that its token is for; empty if it is for several.
  Optional<String> onlyClient();

  /// What people call the token; empty where there is none.
  String label();

  /// The same answer to all.
  ///
  /// @param may that answer
  record Anybody(boolean may) implements Pass {
    @Override
    public boolean has(Right right) {
      return may;
    }

    @Override
    public boolean mayReport(byte[] name, int from, int to) {
      return may;
    }

    @Override
    public Optional<String> onlyClient() {
      return Optional.empty();
    }

    @Override
    public String label() {
      return "";
    }
  }
}
