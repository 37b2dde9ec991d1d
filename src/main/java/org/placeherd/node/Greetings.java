package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Line;

/// Answers HELLO: who may introduce himself as whom, and whether he has to prove first that he
/// knows the herd's secret.
final class Greetings {
  private final String ownName;
  private final byte[] ownNameBytes;
  private final Neighbourhood neighbourhood;
  private final Effects effects;
  private long unproved;

  Greetings(String ownName, Neighbourhood neighbourhood, Effects effects) {
    this.ownName = ownName;
    this.ownNameBytes = ownName.getBytes(UTF_8);
    this.neighbourhood = neighbourhood;
    this.effects = effects;
  }

  /// Answers it, unless the outcome is one that [#isRefusal] knows.
  Outcome hello(Line line, Session session) {
    int from = line.serverFrom();
    int to = line.serverTo();
    String name = new String(line.bytes(), from, to - from, UTF_8);
    if (!session.mayGreet() || !session.mayBe(name)) {
      return Outcome.NOT_ALLOWED;
    }
    if (Arrays.equals(line.bytes(), from, to, ownNameBytes, 0, ownNameBytes.length)) {
      return Outcome.OUR_OWN_NAME;
    }
    if (session.needsProof()) {
      String text = new String(line.bytes(), line.from(), line.to() - line.from(), UTF_8);
      Optional<String> proof = Hello.field(text, Hello.PROOF);
      if (proof.isEmpty()) {
        return challenge(name, Hello.field(text, Hello.NONCE), session);
      }
      if (!session.prove(name, proof.get())) {
        unproved++;
        return Outcome.WRONG_PROOF;
      }
    }
    greet(session, from, to, line.bytes());
    return Outcome.GREETED;
  }

  private Outcome challenge(String name, Optional<String> nonce, Session session) {
    effects.replies().put(Hello.line(ownName, session.challenge(name, nonce.orElse(""))));
    unproved += nonce.isPresent() ? 0 : 1;
    return nonce.isPresent() ? Outcome.CHALLENGED : Outcome.NO_SECRET;
  }

  private void greet(Session session, int from, int to, byte[] bytes) {
    int neighbour = neighbourhood.number(bytes, from, to);
    if (neighbour == Session.NO_NEIGHBOUR) {
      session.greet(neighbour, 0);
    } else {
      session.greet(neighbour, neighbourhood.losses(neighbour));
      neighbourhood.greeted(neighbour);
    }
    effects.replies().put(Hello.line(ownName));
  }

  /// Whether the line is still to be answered as one that cannot be served.
  static boolean isRefusal(Outcome outcome) {
    return outcome == Outcome.NOT_ALLOWED
        || outcome == Outcome.OUR_OWN_NAME
        || outcome == Outcome.WRONG_PROOF;
  }

  /// How often HELLO was said without the secret, or with another, since the start.
  long unproved() {
    return unproved;
  }
}
