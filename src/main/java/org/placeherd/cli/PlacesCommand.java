package org.placeherd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `placeherd places`: fills and searches an index of places of one's own.
@Command(
    name = "places",
    mixinStandardHelpOptions = true,
    description = "Imports places of your own, and looks at what was imported.",
    subcommands = {
      PlacesImportCommand.class,
      PlacesSearchCommand.class,
      PlacesInfoCommand.class,
      PlacesSyntheticCommand.class,
      PlacesStubCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  placeherd places import monaco.osm.pbf --into places",
      "  placeherd places search 43.7384 7.4246 --in places --type cafe",
      "  placeherd serve Alford --places embedded:places"
    })
final class PlacesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say what to do: places import, places search, places info, places synthetic or places stub");
  }
}
