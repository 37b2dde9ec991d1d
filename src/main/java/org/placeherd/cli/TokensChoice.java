package org.placeherd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.placeherd.auth.Grant;
import org.placeherd.auth.TokensFile;
import org.placeherd.auth.TokensProblem;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which file of tokens is meant, and what is done with it.
final class TokensChoice {
  @Mixin private HerdOptions herd = new HerdOptions();

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "The file of tokens (default: auth.tokens-file of the configuration).")
  private Optional<String> tokens = Optional.empty();

  /// The herd whose tokens they are.
  HerdConfig herd() throws StartupException {
    return Configuration.read(
            herd.config(), System.getenv(), herd.flags(Map.of(ConfigKey.TOKENS_FILE, tokens)))
        .herd();
  }

  /// The file, if one is named.
  Optional<TokensFile> file() throws StartupException {
    Optional<Path> path = herd().linePort().tokens();
    return path.map(TokensFile::new);
  }

  /// The file.
  ///
  /// @throws StartupException if none is named
  TokensFile requiredFile() throws StartupException {
    return file()
        .orElseThrow(() ->
            StartupException.usage(
                "No file of tokens is named; give --tokens FILE, or set auth.tokens-file in the"
                    + " configuration."));
  }

  /// Adds a token.
  ///
  /// @throws CommandFailure if it cannot be done
  static void add(TokensFile file, Grant grant) throws CommandFailure {
    try {
      if (file.exists() && find(file, grant.label()).isPresent()) {
        throw new CommandFailure(
            "There is a token \"%s\" in %s already; remove it first, or choose another name."
                .formatted(grant.label(), file.path()));
      }
      file.add(grant);
    } catch (TokensProblem e) {
      throw new CommandFailure(e.sentence());
    } catch (IOException e) {
      throw notWritten(file, e);
    }
  }

  /// Removes the token of a label.
  ///
  /// @throws CommandFailure if it cannot be done, or there is none
  static void remove(TokensFile file, String label) throws CommandFailure {
    try {
      if (file.remove(label).isEmpty()) {
        throw new CommandFailure(
            "There is no token \"%s\" in %s; 'placeherd tokens list' shows all."
                .formatted(label, file.path()));
      }
    } catch (TokensProblem e) {
      throw new CommandFailure(e.sentence());
    } catch (IOException e) {
      throw notWritten(file, e);
    }
  }

  private static Optional<Grant> find(TokensFile file, String label) throws TokensProblem {
    return file.read().grants().stream().filter(grant -> grant.label().equals(label)).findFirst();
  }

  private static CommandFailure notWritten(TokensFile file, IOException cause) {
    return new CommandFailure(
        "The file of tokens %s cannot be written: %s."
            .formatted(file.path(), CommandFailure.reason(cause)));
  }

  /// All tokens whose labels begin so, as a table.
  ///
  /// @throws CommandFailure if the file cannot be read
  static String table(TokensFile file, String prefix) throws CommandFailure {
    Table table = new Table();
    table.add("LABEL", "RIGHTS", "CLIENTS", "MADE");
    try {
      for (Grant grant : file.read().grants()) {
        if (grant.label().startsWith(prefix)) {
          table.add(
              grant.label(),
              grant.rightsText(),
              grant.clients().toString(),
              grant.made().toString());
        }
      }
    } catch (TokensProblem e) {
      throw new CommandFailure(e.sentence());
    }
    return table.text("");
  }
}
