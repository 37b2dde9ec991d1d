package org.placeherd.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that the servers of a herd share, and the proofs that one knows it: HMAC-SHA256 (RFC
/// 2104) over what both ends of a connection have said. The secret never travels, and never shows
/// itself by accident. Safe for use by many threads.
public final class HerdSecret {
  /// Fewer characters could be guessed.
  public static final int MIN_CHARACTERS = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 24;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final SecureRandom chance = new SecureRandom();

  /// Which end of a connection proves: what one end has shown is no proof of the other.
  public enum Side {
    /// Who connected.
    OPENER,
    /// Who was connected to.
    LISTENER
  }

  /// What both ends of a connection have said of themselves.
  ///
  /// @param opener the name of who connected
  /// @param openerNonce what it chose by chance
  /// @param listener the name of who was connected to
  /// @param listenerNonce what it chose by chance
  public record Exchange(
      String opener, String openerNonce, String listener, String listenerNonce) {}

  /// The secret with this text.
  ///
  /// @throws IllegalArgumentException if it is short or is no one word of ASCII; the message does
  ///   not show it
  public HerdSecret(String text) {
    if (text.length() < MIN_CHARACTERS || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "a secret must be one word of at least %d characters of ASCII".formatted(MIN_CHARACTERS));
    }
    key = new SecretKeySpec(text.getBytes(UTF_8), ALGORITHM);
  }

  /// A word that was never said before and cannot be foreseen.
  public String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    chance.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /// Whether a word may be such a nonce.
  public static boolean isNonce(String word) {
    return word.matches("[A-Za-z0-9_-]{32}");
  }

  /// What that side has to show.
  public String proof(Side side, Exchange said) {
    // No name or nonce holds an LF, so no other exchange gives the same text.
    String text =
        String.join(
            "\n",
            "placeherd/1",
            side.name(),
            said.opener,
            said.openerNonce,
            said.listener,
            said.listenerNonce);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// Whether that side has shown what it had to. Takes as long for a wrong proof as for a right
  /// one.
  public boolean isProof(Side side, Exchange said, String shown) {
    return MessageDigest.isEqual(proof(side, said).getBytes(UTF_8), shown.getBytes(UTF_8));
  }

  /// Not the secret.
  @Override
  public String toString() {
    return "HerdSecret(not shown)";
  }
}
