package org.placeherd.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.placeherd.server.Await;

/// Clients that talk to a herd until they are stopped.
final class Load implements AutoCloseable {
  static final int RIDERS = 6;

  /// A loaded machine is slow; a herd that does nothing at all is found out all the same.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Ledger ledger;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Rider> riders = new ArrayList<>();
  private final List<CompletableFuture<Void>> rides = new ArrayList<>();

  /// Starts them.
  Load(HerdOfProcesses herd, Ledger ledger, Seed seed) {
    this.ledger = ledger;
    for (int number = 0; number < RIDERS; number++) {
      Rider rider = new Rider(herd, ledger, number, seed.random());
      riders.add(rider);
      rides.add(CompletableFuture.runAsync(rider, threads));
    }
  }

  /// Waits until so many more reports have been acknowledged.
  void awaitAcknowledged(int more) throws Exception {
    long enough = ledger.acknowledged() + more;
    Await.until(
        more + " more reports are acknowledged", PATIENCE, () -> ledger.acknowledged() >= enough);
  }

  /// Waits until each of these servers has acknowledged so many more.
  void awaitAcknowledgedBy(Collection<String> servers, int more) throws Exception {
    Map<String, Long> enough = new HashMap<>();
    servers.forEach(server -> enough.put(server, ledger.acknowledgedBy(server) + more));
    for (Map.Entry<String, Long> each : enough.entrySet()) {
      Await.until(
          each.getKey() + " acknowledges " + more + " more reports",
          PATIENCE,
          () -> ledger.acknowledgedBy(each.getKey()) >= each.getValue());
    }
  }

  /// Waits until so many more reports have been refused.
  void awaitRefused(int more) throws Exception {
    long enough = ledger.refused() + more;
    Await.until(more + " more reports are refused", PATIENCE, () -> ledger.refused() >= enough);
  }

  /// Stops them: nothing is under way any more. Fails if one of them has failed.
  @Override
  public void close() {
    riders.forEach(Rider::stop);
    rides.forEach(CompletableFuture::join);
    threads.close();
  }
}
