package org.placeherd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `placeherd herd`: what is done once for a whole herd.
@Command(
    name = "herd",
    mixinStandardHelpOptions = true,
    description = "Makes what a herd needs that speaks TLS.",
    subcommands = HerdInitCommand.class,
    footer = {
      "",
      "Examples:",
      "  placeherd herd init --servers Alford,Bolden,Hamilton --into herd"
    })
final class HerdCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: herd init");
  }
}
