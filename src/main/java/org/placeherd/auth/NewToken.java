package org.placeherd.auth;

import java.security.SecureRandom;

/// Makes tokens: 160 bits of chance in 32 letters and digits that are not mistaken for each other,
/// and that a URL, a line and a phone's keyboard take as they are.
public final class NewToken {
  /// What every token that is made here matches, as a regular expression, and no part of a longer
  /// word.
  public static final String PATTERN = "(?<![a-z0-9])[a-kmnp-z2-9]{32}(?![a-z0-9])";

  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int CHARACTERS = 32;
  private static final int FIVE_BITS = 31;

  private NewToken() {}

  /// A token that nobody has.
  public static String make(SecureRandom chance) {
    byte[] bytes = new byte[CHARACTERS];
    chance.nextBytes(bytes);
    StringBuilder token = new StringBuilder();
    for (byte each : bytes) {
      token.append(ALPHABET.charAt(each & FIVE_BITS));
    }
    return token.toString();
  }
}
