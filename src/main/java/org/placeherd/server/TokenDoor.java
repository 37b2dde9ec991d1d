package org.placeherd.server;

import java.net.InetAddress;
import java.util.Optional;
import org.placeherd.auth.Pass;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokenGate;
import org.placeherd.auth.WrongTokens;
import org.placeherd.node.Rights;
import org.placeherd.node.Session;
import org.placeherd.wire.Line;

/// What tokens mean to the node, where the server asks for them: who has shown none may nothing.
///
/// @param gate knows the tokens; empty where none are asked for
record TokenDoor(Optional<TokenGate> gate) {
  /// Whether tokens are asked for.
  boolean asksForTokens() {
    return gate.isPresent();
  }

  /// The same session, that has shown no token yet.
  Session closed(Session session) {
    return gate.isPresent() ? session.with(Rights.NONE) : session;
  }

  /// The session of somebody who has shown a token by other means than a line.
  Session open(Session session, Pass pass) {
    return gate.isPresent() ? session.with(rights(pass)) : session;
  }

  /// What the token of an AUTH line may; nothing if it is wrong. An address that has shown too many
  /// wrong ones is heard no more on this connection.
  ///
  /// @param remote who shows it; empty where that may be forged
  Optional<Rights> rights(Line auth, Session session, Optional<InetAddress> remote) {
    TokenGate known = gate.orElseThrow();
    Optional<Pass> pass = known.pass(auth.token());
    if (pass.isPresent()) {
      return Optional.of(rights(pass.get()));
    }
    if (remote.isEmpty()) {
      known.wrongFromAnybody();
    } else if (known.wrong(remote.get()) > WrongTokens.FREE) {
      session.shut();
    }
    return Optional.empty();
  }

  private static Rights rights(Pass pass) {
    return new RightsOfPass(pass);
  }

  private record RightsOfPass(Pass pass) implements Rights {
    @Override
    public boolean mayReport(Line iamat) {
      return pass.mayReport(iamat.bytes(), iamat.clientFrom(), iamat.clientTo());
    }

    @Override
    public boolean mayRead() {
      return pass.has(Right.READ);
    }

    @Override
    public boolean mayAdminister() {
      return pass.has(Right.ADMIN);
    }
  }
}
