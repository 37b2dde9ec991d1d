package org.placeherd.transport;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.placeherd.transport.HerdSecret.Exchange;
import org.placeherd.transport.HerdSecret.Side;
import org.placeherd.wire.Hello;

/// How who connects introduces himself, finds out who is at the other end, and, where the herd has
/// a secret, proves that he knows it and has the other end prove it first. One connection at a
/// time.
///
/// ```
/// HELLO placeherd/1 Alford nonce=<Alford's>
///                   HELLO placeherd/1 Bolden nonce=<Bolden's> proof=<by both nonces and names>
/// HELLO placeherd/1 Alford proof=<likewise>
/// ```
public final class Introduction {
  /// Who is at the other end, by the first line that it says.
  public enum Peer {
    /// It has not said a line yet.
    UNKNOWN,
    /// It has answered HELLO.
    OURS,
    /// It has said something else.
    OTHER,
    /// It has not proved what it has to; [#problem] says why.
    UNPROVED
  }

  private static final String CURE = "; give all servers of the herd the same herd.secret-file";

  private static final String NO_ANSWER =
      "it did not answer HELLO, so it cannot prove the herd's secret; if it is old-style, set its"
          + " hello to off";

  private final String ownName;
  private final String peerName;
  private final boolean carriageReturn;
  private final Optional<HerdSecret> secret;
  private String nonce = "";
  private String said = "";
  private Optional<String> proofLine = Optional.empty();
  private Optional<String> problem = Optional.empty();

  /// An introduction that has not begun.
  ///
  /// @param ownName who we are; `-` for a tool
  /// @param peerName who the other end has to be, where there is a secret
  /// @param carriageReturn whether our lines end with CRLF
  /// @param secret the herd's, if it has one
  public Introduction(
      String ownName, String peerName, boolean carriageReturn, Optional<HerdSecret> secret) {
    this.ownName = ownName;
    this.peerName = peerName;
    this.carriageReturn = carriageReturn;
    this.secret = secret;
  }

  /// Begins with a new connection: gives the line, its end included, to say first.
  public String begin() {
    proofLine = Optional.empty();
    problem = Optional.empty();
    nonce = secret.map(HerdSecret::nonce).orElse("");
    said = line(nonce.isEmpty() ? "" : " " + Hello.NONCE + nonce);
    return said;
  }

  private String line(String fields) {
    String line = Hello.line(ownName, fields);
    return carriageReturn ? line.replace("\n", "\r\n") : line;
  }

  /// Judges the first line that the other end says, or one that has not ended in time.
  ///
  /// @param line without its LF, each character a byte
  public Peer judge(String line) {
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    boolean isEcho = line.strip().equals(new String(bytes, StandardCharsets.ISO_8859_1).strip());
    if (!Hello.isAnswer(line) || isEcho) {
      return secret.isEmpty() ? Peer.OTHER : unproved(NO_ANSWER);
    }
    Optional<String> theirNonce = Hello.field(line, Hello.NONCE);
    if (secret.isEmpty()) {
      return theirNonce.isEmpty()
          ? Peer.OURS
          : unproved("it asks for the herd's secret, and none is set here" + CURE);
    }
    Optional<String> proof = Hello.field(line, Hello.PROOF);
    if (theirNonce.isEmpty() || proof.isEmpty()) {
      return unproved("it knows no secret of the herd" + CURE);
    }
    Exchange exchange = new Exchange(ownName, nonce, peerName, theirNonce.get());
    if (!secret.get().isProof(Side.LISTENER, exchange, proof.get())) {
      return unproved("its secret is another, or it is not " + peerName + CURE);
    }
    proofLine = Optional.of(line(" " + Hello.PROOF + secret.get().proof(Side.OPENER, exchange)));
    return Peer.OURS;
  }

  /// The other end has said nothing for long.
  ///
  /// @return whether it may be spoken to all the same
  boolean takesSilence() {
    if (secret.isPresent()) {
      problem = Optional.of(NO_ANSWER);
    }
    return secret.isEmpty();
  }

  /// Whether who hangs up on it may be spoken to without it.
  boolean takesHangUp() {
    return secret.isEmpty() && problem.isEmpty();
  }

  private Peer unproved(String why) {
    problem = Optional.of(why);
    return Peer.UNPROVED;
  }

  /// The line, its end included, that has to be said before anything else to who is ours; empty
  /// where nothing has to be proved. It is answered by one more HELLO.
  public Optional<String> proofLine() {
    return proofLine;
  }

  /// Why the other end is not spoken to, if it is not.
  public Optional<String> problem() {
    return problem;
  }

  /// Whether the other end has to prove that it knows a secret.
  boolean wantsProof() {
    return secret.isPresent();
  }
}
