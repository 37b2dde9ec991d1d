package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a token. A token is 160 bits of chance ([NewToken]), which nobody can try
/// through; so a plain hash is enough, where a password would need a slow one.
final class TokenHash {
  private static final String MARK = "sha256:";
  private static final int HEX_DIGITS = 64;

  private final byte[] digest;

  private TokenHash(byte[] digest) {
    this.digest = digest;
  }

  static TokenHash of(byte[] token) {
    try {
      return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static TokenHash of(String token) {
    return of(token.getBytes(UTF_8));
  }

  /// Reads what [#toString] wrote.
  static TokenHash parse(String text) {
    String hex = text.startsWith(MARK) ? text.substring(MARK.length()) : "";
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "it must begin with sha256: and 64 hexadecimal digits, which is the hash of a token and"
              + " never the token");
    }
    return new TokenHash(HexFormat.of().parseHex(hex));
  }

  /// Compared in constant time: how long it takes does not tell how much of them is the same.
  boolean isSame(TokenHash other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  /// Where it stands in an index: the first eight bytes.
  long key() {
    return ByteBuffer.wrap(digest).getLong();
  }

  /// As it stands in the file.
  @Override
  public String toString() {
    return MARK + HexFormat.of().formatHex(digest);
  }
}
