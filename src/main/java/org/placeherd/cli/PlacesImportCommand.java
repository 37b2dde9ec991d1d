package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesSource;
import org.placeherd.places.importing.BadPlaceFile;
import org.placeherd.places.importing.PlaceImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd places import`
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads files of places into a directory that servers can use, also while they use it.",
      "Formats, told by content: OpenStreetMap PBF and XML, GeoJSON (also a feature a line), GeoNames"
          + " tables, CSV with a header, Overture and Foursquare GeoParquet; gzip, bzip2, zip.",
      "The places replace those of the same source, all or none. Run it again after it was stopped.",
      "Of places with the same id, also from several files, the last one counts.",
      "Exit codes: 0 imported, 1 a file or the disk failed and the old places stay, 2 wrong usage."
    })
final class PlacesImportCommand implements Callable<Integer> {
  private static final long NANOS_A_LINE = 1_000_000_000;
  private static final double BYTES_A_MEGABYTE = 1e6;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to import.")
  private List<Path> files = List.of();

  @Option(names = "--into", required = true, paramLabel = "DIR", description = "Where to.")
  private Path into = Path.of("");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "What the places are listed under and replace; letters, digits and _.")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--attribution",
      paramLabel = "HTML",
      description =
          "What must be shown with them, if not what the format's licence and the file ask for.")
  private Optional<String> attribution = Optional.empty();

  @Option(names = "--licence", paramLabel = "NAME", description = "The licence, if another.")
  private Optional<String> licence = Optional.empty();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The date of the data, such as 2026-11-01 (default: of the newest file).")
  private Optional<LocalDate> asOf = Optional.empty();

  private long beganNanos;
  private long saidNanos;

  @Override
  public Integer call() throws CommandFailure {
    PrintWriter err = spec.commandLine().getErr();
    beganNanos = System.nanoTime();
    saidNanos = beganNanos;
    try {
      PlaceImport.Result result =
          PlaceImport.run(
              files,
              new PlacesFolder(into),
              new PlaceImport.Options(source, attribution, licence, asOf),
              progress -> say(progress, err));
      print(result, spec.commandLine().getOut());
      return 0;
    } catch (BadPlaceFile e) {
      String sentence = String.valueOf(e.getMessage());
      throw new CommandFailure(
          sentence + (sentence.endsWith("?") ? " " : ". ") + "The places that were there stay.");
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot import into %s: %s. The places that were there stay."
              .formatted(into, CommandFailure.reason(e)));
    }
  }

  private void say(PlaceImport.Progress progress, PrintWriter err) {
    long now = System.nanoTime();
    if (now - saidNanos >= NANOS_A_LINE) {
      saidNanos = now;
      err.println(line(progress, (now - beganNanos) / 1e9));
      err.flush();
    }
  }

  /// How far it has got, after so many seconds.
  static String line(PlaceImport.Progress progress, double seconds) {
    return String.format(
        Locale.ROOT,
        "%s%s: %,.1f of %,.1f MB read, %,.1f MB/s; %,d places so far, %,d left out, %,.0f places/s",
        progress.file(),
        progress.pass().isEmpty() ? "" : " (" + progress.pass() + ")",
        progress.bytesRead() / BYTES_A_MEGABYTE,
        progress.bytesInAll() / BYTES_A_MEGABYTE,
        progress.bytesRead() / BYTES_A_MEGABYTE / seconds,
        progress.places(),
        progress.skipped(),
        progress.places() / seconds);
  }

  private void print(PlaceImport.Result result, PrintWriter out) {
    PlacesSource from = result.source();
    out.printf(
        Locale.ROOT,
        "%,d places of '%s' are in %s now (%.1f s).%n",
        result.places(),
        from.name(),
        into,
        (System.nanoTime() - beganNanos) / 1e9);
    if (result.twice() > 0) {
      out.printf(Locale.ROOT, "%,d were there twice; the later one counts.%n", result.twice());
    }
    result
        .skipped()
        .forEach((reason, count) -> out.printf(Locale.ROOT, "Left out: %,d %s.%n", count, reason));
    out.printf("Licence: %s. Date: %s.%n", from.licence(), from.asOf());
    out.printf("Serve them: placeherd serve Alford --places embedded:%s%n", into);
    out.flush();
  }
}
