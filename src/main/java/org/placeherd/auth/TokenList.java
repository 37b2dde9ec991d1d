package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What all tokens may, as a file says it. Does not change.
public final class TokenList {
  /// Longest file, in bytes: all tokens with the longest lines that are usual.
  static final int FILE_BYTES_MAX = 4 << 20;

  /// Longest line, in bytes: a name of 255 bytes and a label leave most of it.
  static final int LINE_BYTES_MAX = 1_024;

  /// Most tokens. More phones than that need a directory of people, not a file.
  static final int TOKENS_MAX = 10_000;

  private static final String COMMENT = "#";

  private final List<Grant> grants;
  private final Map<Long, List<Grant>> index = new HashMap<>();

  private TokenList(List<Grant> grants) {
    this.grants = List.copyOf(grants);
    for (Grant grant : grants) {
      index.computeIfAbsent(grant.hash().key(), _ -> new ArrayList<>(1)).add(grant);
    }
  }

  /// Reads a file's bytes.
  ///
  /// @param file what the file is called, for errors
  /// @throws TokensProblem at the first line that is wrong
  static TokenList parse(String file, byte[] bytes) throws TokensProblem {
    if (bytes.length > FILE_BYTES_MAX) {
      throw new TokensProblem(
          "%s is longer than %,d bytes; is it a file of tokens?".formatted(file, FILE_BYTES_MAX));
    }
    List<Grant> grants = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (int from = 0; from < bytes.length; number++) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String where = "%s line %d: ".formatted(file, number + 1);
      String line = text(where, bytes, from, end);
      from = end + 1;
      if (line.isBlank() || line.startsWith(COMMENT)) {
        continue;
      }
      Grant grant = grant(where, line);
      if (!seen.add(grant.hash().toString()) || !seen.add(grant.label())) {
        throw new TokensProblem(
            where + "an earlier line has the same label or token; remove one of them.");
      }
      if (grants.size() == TOKENS_MAX) {
        throw new TokensProblem(
            where + "there are more than %,d tokens; remove some.".formatted(TOKENS_MAX));
      }
      grants.add(grant);
    }
    return new TokenList(grants);
  }

  private static String text(String where, byte[] bytes, int from, int to) throws TokensProblem {
    if (to - from > LINE_BYTES_MAX) {
      throw new TokensProblem(
          where + "it is longer than %,d bytes; remove it.".formatted(LINE_BYTES_MAX));
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw new TokensProblem(where + "it is no UTF-8; remove it.");
    }
  }

  private static Grant grant(String where, String line) throws TokensProblem {
    try {
      return Grant.parse(line);
    } catch (IllegalArgumentException e) {
      throw new TokensProblem(
          where
              + e.getMessage()
              + "; mend the line, or remove it and make a token anew with"
              + " 'placeherd tokens add'.");
    }
  }

  /// What a token may; empty if there is no such token. Hashes are found by their first bytes,
  /// which nobody can choose without knowing the token, and then compared in constant time.
  Optional<Grant> find(TokenHash hash) {
    return index.getOrDefault(hash.key(), List.of()).stream()
        .filter(grant -> grant.hash().isSame(hash))
        .findFirst();
  }

  /// All of them, in the order of the file.
  public List<Grant> grants() {
    return grants;
  }
}
