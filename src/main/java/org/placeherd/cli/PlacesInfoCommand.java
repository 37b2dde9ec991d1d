package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.placeherd.places.PlacesFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd places info`
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Says which places are in a directory, where they are from and their licences.")
final class PlacesInfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "Where they are.")
  private Path in = Path.of("");

  @Override
  public Integer call() throws CommandFailure {
    try {
      Table table = new Table();
      table.add("source", "places", "bytes", "date", "licence", "attribution");
      long before = System.nanoTime();
      List<PlacesFolder.Contents> contents = new PlacesFolder(in).contents();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
      for (PlacesFolder.Contents each : contents) {
        table.add(
            each.source().name() + (each.source().isSynthetic() ? " (synthetic)" : ""),
            String.format(Locale.ROOT, "%,d", each.places()),
            String.format(Locale.ROOT, "%,d", each.bytes()),
            each.source().asOf(),
            each.source().licence(),
            each.source().attribution());
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(table.text(""));
      out.printf("Opened in %d ms.%n", millis);
      out.flush();
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.reason(e) + ".");
    }
  }
}
