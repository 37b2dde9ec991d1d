package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.SyntheticPlaces;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd places synthetic`
@Command(
    name = "synthetic",
    mixinStandardHelpOptions = true,
    description = {
      "Makes up places for load tests: nine of ten in 2,000 towns, the tenth anywhere, of 100 types.",
      "Their names say so, and a server takes them with --allow-synthetic only."
    })
final class PlacesSyntheticCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "COUNT", description = "How many, such as 1000000.")
  private int count;

  @Option(names = "--into", required = true, paramLabel = "DIR", description = "Where to.")
  private Path into = Path.of("");

  @Option(names = "--seed", paramLabel = "N", description = "Others for another seed (default 1).")
  private long seed = 1;

  @Override
  public Integer call() throws CommandFailure {
    if (count < 1) {
      throw new CommandLine.ParameterException(spec.commandLine(), "COUNT must be 1 or more");
    }
    long began = System.nanoTime();
    try (PlacesFolder.Replacement places = new PlacesFolder(into).replace(SyntheticPlaces.SOURCE)) {
      SyntheticPlaces synthetic = new SyntheticPlaces(seed);
      for (int number = 0; number < count; number++) {
        places.writer().add(synthetic.place(number));
      }
      places.finish(SyntheticPlaces.SOURCE);
    } catch (IOException e) {
      throw new CommandFailure("Cannot write " + into + ": " + CommandFailure.reason(e) + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d synthetic places are in %s now (%.1f s).%n",
        count,
        into,
        (System.nanoTime() - began) / 1e9);
    out.flush();
    return 0;
  }
}
