package org.placeherd.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.placeherd.auth.Clients;
import org.placeherd.auth.Grant;
import org.placeherd.auth.NewToken;
import org.placeherd.auth.TokensFile;
import org.placeherd.server.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd tokens`: who may do what. Running servers read the file again by themselves.
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    description = "Says who may report, ask and administer.",
    subcommands = {
      TokensCommand.Add.class,
      TokensCommand.ListAll.class,
      TokensCommand.Remove.class
    },
    footer = {
      "",
      "Examples:",
      "  placeherd tokens add dashboard --rights read --tokens tokens.txt",
      "  placeherd tokens add vans --prefix van/ --tokens tokens.txt",
      "  placeherd serve Alford --tokens tokens.txt",
      "  placeherd tokens remove vans --tokens tokens.txt"
    })
final class TokensCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: tokens add, tokens list or tokens remove");
  }

  /// `placeherd tokens add`: makes a token and prints it, the only time that it is seen.
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Makes a token, prints it, and writes its hash into the file of tokens.",
        "The token itself is written nowhere: what is printed is the only copy."
      })
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "LABEL", description = "What people call it.")
    private String label = "";

    @Option(
        names = "--rights",
        paramLabel = "RIGHTS",
        description = "Some of report, read and admin, with commas (default report,read).")
    private String rights = "report,read";

    /// Whom it may report for.
    static final class Whom {
      @Option(
          names = "--client",
          paramLabel = "NAME",
          description = "It reports for this client only.")
      private Optional<String> client = Optional.empty();

      @Option(
          names = "--prefix",
          paramLabel = "TEXT",
          description = "It reports for clients whose names begin so (default: for all).")
      private Optional<String> prefix = Optional.empty();

      private Clients clients() {
        return client
            .map(Clients::one)
            .or(() -> prefix.map(Clients::beginningWith))
            .orElse(Clients.ALL);
      }
    }

    @ArgGroup(exclusive = true)
    private Whom whom = new Whom();

    @Mixin private TokensChoice choice = new TokensChoice();

    @Override
    public Integer call() throws StartupException, CommandFailure {
      TokensFile file = choice.requiredFile();
      String token = NewToken.make(new SecureRandom());
      TokensChoice.add(file, grant(token));
      PrintWriter out = spec.commandLine().getOut();
      out.println(token);
      out.flush();
      spec.commandLine()
          .getErr()
          .println(
              "That is the token; it is written nowhere, so keep it. Servers with --tokens "
                  + file.path()
                  + " take it within a second or two.");
      return 0;
    }

    private Grant grant(String token) throws StartupException {
      try {
        return Grant.of(
            token, Grant.rights(rights), whom.clients(), LocalDate.now(ZoneOffset.UTC), label);
      } catch (IllegalArgumentException e) {
        throw StartupException.usage("That cannot be a token: " + e.getMessage() + ".");
      }
    }
  }

  /// `placeherd tokens list`: what each token may.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows what each token may.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TokensChoice choice = new TokensChoice();

    @Override
    public Integer call() throws StartupException, CommandFailure {
      spec.commandLine().getOut().print(TokensChoice.table(choice.requiredFile(), ""));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /// `placeherd tokens remove`: takes a token back.
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Takes a token back; who has shown it may do nothing more.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "LABEL", description = "Its label.")
    private String label = "";

    @Mixin private TokensChoice choice = new TokensChoice();

    @Override
    public Integer call() throws StartupException, CommandFailure {
      TokensChoice.remove(choice.requiredFile(), label);
      spec.commandLine().getOut().println("Removed. Running servers know within a second or two.");
      return 0;
    }
  }
}
