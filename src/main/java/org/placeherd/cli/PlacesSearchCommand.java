package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesQuery;
import org.placeherd.server.Names;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd places search`
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Searches imported places without a server.",
    footer = {
      "",
      "Examples:",
      "  placeherd places search 43.7384 7.4246 --in places --type cafe",
      "  placeherd places search --in places -- -33.8568 151.2153"
    })
final class PlacesSearchCommand implements Callable<Integer> {
  /// Of those that may have been meant.
  private static final int TYPES_SHOWN = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "LAT", description = "Latitude in degrees.")
  private double latitude;

  @Parameters(index = "1", paramLabel = "LON", description = "Longitude in degrees.")
  private double longitude;

  @Option(names = "--in", required = true, paramLabel = "DIR", description = "Where they are.")
  private Path in = Path.of("");

  @Option(
      names = "--radius",
      paramLabel = "METRES",
      description = "How far to look, up to 50000 (default 10000).")
  private double radius = 10_000;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default 10, 20).")
  private int limit = 10;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only of this type, such as cafe.")
  private Optional<String> type = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "WORDS",
      description = "Only those that have these words in their names; accents do not matter.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--rank",
      paramLabel = "distance|importance",
      description = "Which come first (default distance).")
  private String rank = "distance";

  @Option(names = "--json", description = "Print the reply that a client would get.")
  private boolean json;

  @Override
  public Integer call() throws CommandFailure {
    PlacesQuery query = query();
    PlacesFolder folder = new PlacesFolder(in);
    try {
      String reply = new String(folder.search(query), UTF_8);
      if (!json && type.isPresent()) {
        requireKnown(type.get(), folder.types());
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? reply + "\n" : PlaceList.text(reply, query.centre()));
      out.flush();
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.reason(e) + ".");
    }
  }

  /// That nothing is found because no place has such a type is another thing than that none is
  /// near.
  private void requireKnown(String wanted, Set<String> types) throws CommandFailure {
    if (!types.contains(wanted)) {
      throw new CommandFailure(
          "No place in %s is of the type %s; the types there that read most like it: %s."
              .formatted(
                  in,
                  Names.quoted(wanted),
                  String.join(", ", Names.nearest(wanted, types, TYPES_SHOWN))));
    }
  }

  private PlacesQuery query() {
    try {
      return new PlacesQuery(
          new LatLon(latitude, longitude), radius, limit, type, name, PlacesQuery.Rank.named(rank));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
