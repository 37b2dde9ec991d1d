package org.placeherd.places;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.placeherd.geo.LatLon;

/// Measures queries a second, by hand: the embedded index alone on one thread (by its CPU time),
/// and through the gateway with up to 64 under way (by the clock). Pin it to one core for the
/// figure that counts.
final class PlacesBenchmark {
  private static final int QUERIES = 100_000;
  private static final int ROUNDS = 4;
  private static final int UNDER_WAY = 64;

  private PlacesBenchmark() {}

  public static void main(String[] arguments) throws InterruptedException, java.io.IOException {
    for (int limit : new int[] {5, 20}) {
      PlacesQuery ucla = new PlacesQuery(new LatLon(34.068930, -118.445127), 10_000, limit);
      List<LatLon> spots = DemoPlaces.places().stream().map(Place::position).toList();
      Random random = new Random(limit);
      PlacesQuery[] world = new PlacesQuery[1_024];
      for (int i = 0; i < world.length; i++) {
        world[i] = new PlacesQuery(spots.get(random.nextInt(spots.size())), 50_000, limit);
      }
      for (int round = 0; round < ROUNDS; round++) {
        index("near UCLA", ucla);
        index("world", world);
        gateway("near UCLA", ucla);
      }
    }
  }

  private static void index(String name, PlacesQuery... queries) throws java.io.IOException {
    try (PlaceIndex index = DemoPlaces.openIndex()) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long bytes = 0;
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < QUERIES; i++) {
        bytes += index.nearby(queries[i % queries.length]).length;
      }
      print("index", name, queries[0].limit(), threads.getCurrentThreadCpuTime() - start, bytes);
    }
  }

  private static void gateway(String name, PlacesQuery query) throws InterruptedException {
    try (PlacesGateway gateway = new PlacesGateway(PlacesProviders.named("embedded"))) {
      gateway.warmUp().toCompletableFuture().join();
      Semaphore free = new Semaphore(UNDER_WAY);
      long start = System.nanoTime();
      for (int i = 0; i < QUERIES; i++) {
        free.acquire();
        gateway.nearby(query, body -> free.release());
      }
      free.acquire(UNDER_WAY);
      print("gateway", name, query.limit(), System.nanoTime() - start, 0);
    }
  }

  private static void print(String what, String name, int limit, long nanos, long bytes) {
    System.out.printf(
        Locale.ROOT,
        "%-8s %-10s limit %2d  %,9.0f queries/s  %6.2f µs each  %,6d bytes%n",
        what,
        name,
        limit,
        QUERIES * 1e9 / nanos,
        nanos / 1e3 / QUERIES,
        bytes / QUERIES);
  }
}
