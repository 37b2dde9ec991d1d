package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.placeherd.geo.LatLon;

/// The gateway on its own threads and the real clock.
@Timeout(60)
class PlacesGatewayThreadsTest {
  @Test
  void startsNoThreadBeforeItIsUsed() {
    List<Thread> before = placesThreads();
    try (PlacesGateway gateway = new PlacesGateway(PlacesProviders.named("embedded"))) {
      assertThat(gateway.providerName()).isEqualTo("embedded");
      assertThat(placesThreads()).isSubsetOf(before);
      assertThat(ask(gateway).join()).contains("\"status\": \"OK\"");
      assertThat(placesThreads()).isNotEmpty().allMatch(Thread::isDaemon);
    }
  }

  @Test
  void answersInTimeAlthoughTheProviderHangsAndThenServesTheNext() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(2);
    PlacesProvider hangsTwice =
        provider(() -> {
          if (calls.incrementAndGet() <= 2) {
            try {
              never.await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw new IllegalStateException("interrupted", e);
            }
          }
          return CompletableFuture.completedFuture("{}".getBytes(UTF_8));
        });
    try (PlacesGateway gateway = new PlacesGateway(hangsTwice, 100)) {
      List<CompletableFuture<String>> hung = List.of(ask(gateway), ask(gateway));
      assertThat(hung)
          .extracting(CompletableFuture::join)
          .containsOnly(PlacesGatewayTest.UNKNOWN_ERROR);
      await(interrupted);
      // Both workers are free again; on a slow machine they may need more than one deadline.
      String reply = ask(gateway).join();
      while (!reply.equals("{}")) {
        reply = ask(gateway).join();
      }
      assertThat(gateway.counters().answered()).isEqualTo(1);
    }
  }

  @Test
  void answersInTimeAlthoughTheProviderDoesNotEvenHeedInterrupts() {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    PlacesProvider deaf =
        provider(() -> {
          while (end.getCount() > 0) {
            try {
              end.await();
            } catch (InterruptedException e) {
              interrupted.countDown(); // and waits on
            }
          }
          return CompletableFuture.completedFuture("{}".getBytes(UTF_8));
        });
    try (PlacesGateway gateway = new PlacesGateway(deaf, 50)) {
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(ask(gateway));
      }
      assertThat(all)
          .extracting(CompletableFuture::join)
          .containsOnly(PlacesGatewayTest.UNKNOWN_ERROR);
      assertThat(gateway.counters().late()).isEqualTo(20);
      await(interrupted);
      end.countDown();
    }
  }

  @Test
  void repliesExactlyOnceToEachOfManyFromManyThreads() throws InterruptedException {
    int askers = 4;
    int each = 5_000;
    AtomicInteger calls = new AtomicInteger();
    PlacesProvider mixed =
        provider(() ->
            switch (calls.incrementAndGet() % 4) {
              case 0 -> throw new IllegalStateException("now and then");
              case 1 -> new CompletableFuture<>();
              default -> CompletableFuture.completedFuture("{\n\n}".getBytes(UTF_8));
            });
    AtomicInteger[] replies = new AtomicInteger[askers * each];
    CountDownLatch all = new CountDownLatch(askers * each);
    try (PlacesGateway gateway = new PlacesGateway(mixed, 20)) {
      List<Thread> threads = new ArrayList<>();
      for (int asker = 0; asker < askers; asker++) {
        int first = asker * each;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = first; i < first + each; i++) {
                    AtomicInteger count = new AtomicInteger();
                    replies[i] = count;
                    gateway.nearby(
                        PlacesGatewayTest.QUERY,
                        body -> {
                          count.incrementAndGet();
                          all.countDown();
                        });
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      await(all);
      PlacesCounters counters = gateway.counters();
      assertThat(counters.answered() + counters.late() + counters.failed() + counters.overloaded())
          .isEqualTo(replies.length);
    }
    assertThat(replies).allMatch(count -> count.get() == 1);
  }

  private static CompletableFuture<String> ask(PlacesGateway gateway) {
    CompletableFuture<String> reply = new CompletableFuture<>();
    gateway.nearby(
        new PlacesQuery(new LatLon(34.068930, -118.445127), 10_000, 5),
        body -> reply.complete(new String(body, UTF_8)));
    return reply;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> placesThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("places-"))
        .toList();
  }

  private static PlacesProvider provider(Supplier<CompletionStage<byte[]>> nearby) {
    return new PlacesProvider() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
        return nearby.get();
      }

      @Override
      public CompletionStage<Void> warmUp() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {}
    };
  }
}
