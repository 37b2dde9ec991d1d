package org.placeherd.places;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.placeherd.geo.LatLon;

/// The embedded index over synthetic places, by hand; `scripts/nearby` runs it beside Redis.
///
/// `build DIRECTORY PLACES` imports, as `places import` does but for the reading of a file;
/// `measure DIRECTORY SECONDS` puts queries on one thread, whose replies are whole; `points PLACES`
/// and `queries RADIUS TYPED` print what another server needs for the same work. Figures come as
/// lines of `key=value`.
final class PlaceIndexBenchmark {
  private static final long SEED = 1;
  private static final int QUERIES = 4_096;
  private static final int LIMIT = 20;
  private static final int[] RADII_METRES = {1_000, 10_000, 50_000};
  private static final double WARM_UP_SECONDS = 3;

  private PlaceIndexBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "build" -> build(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "measure" -> measure(Path.of(arguments[1]), Double.parseDouble(arguments[2]));
      case "points" -> points(Integer.parseInt(arguments[1]));
      case "queries" -> queries(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
      default -> throw new IllegalArgumentException("no such part: " + arguments[0]);
    }
  }

  private static void build(Path directory, int places) throws IOException {
    long start = System.nanoTime();
    PlacesFolder folder = new PlacesFolder(directory);
    SyntheticPlaces synthetic = new SyntheticPlaces(SEED);
    try (PlacesFolder.Replacement replacement = folder.replace(SyntheticPlaces.SOURCE)) {
      for (int i = 0; i < places; i++) {
        replacement.writer().add(synthetic.place(i));
      }
      replacement.finish(SyntheticPlaces.SOURCE);
    }
    System.out.printf(Locale.ROOT, "build_s=%.1f%n", (System.nanoTime() - start) / 1e9);
  }

  private static void points(int places) {
    SyntheticPlaces synthetic = new SyntheticPlaces(SEED);
    PrintWriter out = new PrintWriter(System.out, false, US_ASCII);
    for (int i = 0; i < places; i++) {
      Place place = synthetic.place(i);
      LatLon at = place.position();
      out.println(
          at.longitudeDegrees()
              + " "
              + at.latitudeDegrees()
              + " "
              + place.id()
              + " "
              + place.types().getFirst());
    }
    out.flush();
  }

  private static void queries(int radius, boolean typed) {
    for (PlacesQuery query : queriesOf(radius, typed)) {
      System.out.println(
          query.centre().longitudeDegrees()
              + " "
              + query.centre().latitudeDegrees()
              + " "
              + query.type().orElse("-"));
    }
  }

  /// Nine of ten in a town, as the places are.
  private static List<PlacesQuery> queriesOf(int radius, boolean typed) {
    SyntheticPlaces synthetic = new SyntheticPlaces(SEED);
    List<PlacesQuery> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(
          new PlacesQuery(
              synthetic.position(),
              radius,
              LIMIT,
              typed ? Optional.of(synthetic.type()) : Optional.empty(),
              Optional.empty(),
              PlacesQuery.Rank.DISTANCE));
    }
    return queries;
  }

  private static void measure(Path directory, double seconds) throws IOException {
    long start = System.nanoTime();
    try (PlaceIndex index = new PlacesFolder(directory).open()) {
      System.out.printf(
          Locale.ROOT,
          "places=%d open_ms=%d bytes=%d%n",
          index.places(),
          (System.nanoTime() - start) / 1_000_000,
          size(directory));
      for (boolean shown : new boolean[] {false, true}) {
        for (int radius : RADII_METRES) {
          for (boolean typed : new boolean[] {false, true}) {
            String figures =
                measure(index, queriesOf(radius, typed), shown ? seconds : WARM_UP_SECONDS);
            if (shown) {
              System.out.printf("radius=%d typed=%b %s%n", radius, typed, figures);
            }
          }
        }
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          Locale.ROOT,
          "heap_max=%d heap_live=%d%n",
          runtime.maxMemory(),
          runtime.totalMemory() - runtime.freeMemory());
    }
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String measure(PlaceIndex index, List<PlacesQuery> queries, double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Histogram nanos = new Histogram(3);
    long bytes = 0;
    long cpu = threads.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    long last = began;
    int done = 0;
    while (last - began < seconds * 1e9) {
      bytes += index.nearby(queries.get(done++ % queries.size())).length;
      long now = System.nanoTime();
      nanos.recordValue(now - last);
      last = now;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    return String.format(
        Locale.ROOT,
        "per_cpu_second=%.0f per_second=%.0f p50_us=%.1f p99_us=%.1f reply_bytes=%d",
        done * 1e9 / cpu,
        done * 1e9 / (last - began),
        nanos.getValueAtPercentile(50) / 1e3,
        nanos.getValueAtPercentile(99) / 1e3,
        bytes / done);
  }
}
