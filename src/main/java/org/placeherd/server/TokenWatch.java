package org.placeherd.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.placeherd.auth.TokenGate;
import org.placeherd.auth.TokensFile;
import org.placeherd.auth.TokensProblem;
import org.placeherd.auth.WrongTokens;

/// Reads the file of tokens at the start, and again when it has changed. A file that is wrong then
/// changes nothing: the old tokens stay, and the operator is told. Off the loop, for files may be
/// slow.
final class TokenWatch {
  /// How often it looks: who has just made a token is to find it good.
  static final long MILLIS = 1_000;

  private final TokensFile file;
  private final TokenGate gate;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private String seen;

  private TokenWatch(TokensFile file) throws StartupException {
    this.file = file;
    seen = file.state();
    try {
      gate = new TokenGate(file.read(), new WrongTokens(System::nanoTime));
    } catch (TokensProblem e) {
      throw StartupException.failure(e.sentence(), e);
    }
  }

  /// The watch over the file that the settings name, read for the first time; none if they name
  /// none.
  ///
  /// @throws StartupException if the file is wrong
  static Optional<TokenWatch> of(ServerSettings settings) throws StartupException {
    Optional<Path> path = settings.herd().linePort().tokens();
    return path.isPresent()
        ? Optional.of(new TokenWatch(new TokensFile(path.get())))
        : Optional.empty();
  }

  TokenGate gate() {
    return gate;
  }

  /// Looks once; does nothing while another look lasts.
  ///
  /// @param operator takes what an operator should read
  void look(Consumer<String> operator) {
    if (!isLooking.compareAndSet(false, true)) {
      return;
    }
    try {
      lookNow(operator);
    } finally {
      isLooking.set(false);
    }
  }

  private void lookNow(Consumer<String> operator) {
    String now = file.state();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      gate.replace(file.read());
      operator.accept("The file of tokens has changed: there are %d now.".formatted(gate.size()));
    } catch (TokensProblem e) {
      String sentence =
          "The file of tokens has changed, but the old tokens are kept: " + e.sentence();
      System.err.println("placeherd: " + sentence);
      operator.accept(sentence);
    }
  }
}
