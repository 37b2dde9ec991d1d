package org.placeherd.cli;

import java.util.concurrent.Callable;
import org.placeherd.server.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd phones`: the phones that may report.
@Command(
    name = "phones",
    mixinStandardHelpOptions = true,
    description = "Sets up phone apps that report to the herd.",
    subcommands = {PhonesAddCommand.class, PhonesCommand.ListAll.class, PhonesCommand.Remove.class},
    footer = {
      "",
      "Examples:",
      "  placeherd phones add jane --tokens tokens.txt --url https://herd.example.org",
      "  placeherd phones list --tokens tokens.txt",
      "  placeherd phones remove jane --tokens tokens.txt"
    })
final class PhonesCommand implements Callable<Integer> {
  /// What the label of a phone's token begins with.
  static final String LABEL = "phone ";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: phones add, phones list or phones remove");
  }

  /// `placeherd phones list`: all phones with a token.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows the phones that have a token.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TokensChoice choice = new TokensChoice();

    @Override
    public Integer call() throws StartupException, CommandFailure {
      spec.commandLine().getOut().print(TokensChoice.table(choice.requiredFile(), LABEL));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /// `placeherd phones remove`: takes a phone's token back.
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Takes a phone's token back. Its app will be told so, and may alarm its owner.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The phone's name.")
    private String name = "";

    @Mixin private TokensChoice choice = new TokensChoice();

    @Override
    public Integer call() throws StartupException, CommandFailure {
      TokensChoice.remove(choice.requiredFile(), LABEL + name);
      spec.commandLine().getOut().println("Removed. Running servers know within a second or two.");
      return 0;
    }
  }
}
