package org.placeherd.auth;

import java.net.InetAddress;
import java.util.Optional;

/// What a server that asks for tokens knows of them. From any thread.
///
/// The tokens may be replaced at any time; who has shown one that is there no more, or may less, is
/// held to that from his next line or request on.
public final class TokenGate {
  /// Longest token that is looked at, in bytes; ours have 32.
  static final int TOKEN_BYTES_MAX = 256;

  private final WrongTokens wrong;
  private volatile TokenList tokens;

  /// A gate that lets in whom `tokens` name.
  public TokenGate(TokenList tokens, WrongTokens wrong) {
    this.tokens = tokens;
    this.wrong = wrong;
  }

  /// From now on these are the tokens.
  public void replace(TokenList others) {
    tokens = others;
  }

  /// How many tokens there are.
  public int size() {
    return tokens.grants().size();
  }

  /// What a token may; empty if it is wrong.
  public Optional<Pass> pass(byte[] token) {
    if (token.length == 0 || token.length > TOKEN_BYTES_MAX) {
      return Optional.empty();
    }
    Shown shown = new Shown(TokenHash.of(token));
    return shown.grant().isPresent() ? Optional.of(shown) : Optional.empty();
  }

  /// Counts a wrong token. Call it for each.
  ///
  /// @return as [WrongTokens#count]
  public int wrong(InetAddress from) {
    return wrong.count(from);
  }

  /// How long the refusal of an address is held back whose wrong tokens were just counted, in
  /// milliseconds.
  public long pauseMillis(InetAddress of) {
    return wrong.pauseMillis(of);
  }

  /// Counts a wrong token that is held against nobody, for the address it came from may be forged.
  public void wrongFromAnybody() {
    wrong.countForgeable();
  }

  /// All wrong tokens since the start.
  public long allWrong() {
    return wrong.all();
  }

  /// What a token meant when it was looked for last.
  private record Found(TokenList in, Optional<Grant> grant) {}

  /// A token that was right when it was shown.
  private final class Shown implements Pass {
    private final TokenHash hash;
    private volatile Found found;

    private Shown(TokenHash hash) {
      this.hash = hash;
      TokenList now = tokens;
      found = new Found(now, now.find(hash));
    }

    private Optional<Grant> grant() {
      Found last = found;
      TokenList now = tokens;
      if (last.in != now) {
        last = new Found(now, now.find(hash));
        found = last;
      }
      return last.grant;
    }

    @Override
    public boolean has(Right right) {
      Optional<Grant> grant = grant();
      return grant.isPresent() && grant.get().has(right);
    }

    @Override
    public boolean mayReport(byte[] name, int from, int to) {
      Optional<Grant> grant = grant();
      return grant.isPresent()
          && grant.get().has(Right.REPORT)
          && grant.get().clients().cover(name, from, to);
    }

    @Override
    public Optional<String> onlyClient() {
      return grant().flatMap(grant -> grant.clients().only());
    }

    @Override
    public String label() {
      return grant().map(Grant::label).orElse("");
    }
  }
}
