package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.placeherd.geo.LatLon;

@Timeout(60)
class EmbeddedPlacesTest {
  private static final PlacesQuery UCLA =
      new PlacesQuery(new LatLon(34.068930, -118.445127), 10_000, 5);

  @Test
  void findsTheLandmarksAroundUcla() throws IOException {
    try (PlacesProvider places = PlacesProviders.named("embedded")) {
      JsonNode reply = new JsonMapper().readTree(reply(places));
      assertThat(reply.get("status").textValue()).isEqualTo("OK");
      assertThat(reply.get("results")).hasSize(5);
      assertThat(reply.at("/results/0/name").textValue())
          .isEqualTo("University of California, Los Angeles");
      assertThat(reply.at("/html_attributions/0").textValue()).startsWith("demo landmarks");
      assertThat(reply.at("/x_herd/as_of").textValue()).isEqualTo(DemoPlaces.AS_OF);
    }
  }

  @Test
  void opensTheIndexOnceAtFirstUse() {
    AtomicInteger opened = new AtomicInteger();
    try (EmbeddedPlaces places =
        new EmbeddedPlaces(() -> {
          opened.incrementAndGet();
          return DemoPlaces.openIndex();
        })) {
      assertThat(opened).hasValue(0);
      places.warmUp().toCompletableFuture().join();
      places.warmUp().toCompletableFuture().join();
      assertThat(reply(places)).contains("OK");
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void queriesWaitForTheIndexAndOneThatGivesUpLeavesTheOthersWaiting() {
    CountDownLatch mayOpen = new CountDownLatch(1);
    try (EmbeddedPlaces places =
        new EmbeddedPlaces(() -> {
          awaitQuietly(mayOpen);
          return DemoPlaces.openIndex();
        })) {
      CompletableFuture<byte[]> first = places.nearby(UCLA, 1_000).toCompletableFuture();
      CompletableFuture<byte[]> second = places.nearby(UCLA, 1_000).toCompletableFuture();
      assertThat(first).isNotDone();
      first.cancel(true);
      mayOpen.countDown();
      assertThat(new String(second.join(), UTF_8)).contains("OK");
    }
  }

  @Test
  void anIndexThatDoesNotOpenFailsTheWarmUpAndEveryQuery() {
    try (EmbeddedPlaces places =
        new EmbeddedPlaces(() -> {
          throw new NoClassDefFoundError("lucene");
        })) {
      assertThatThrownBy(() -> places.warmUp().toCompletableFuture().join())
          .hasRootCauseMessage("lucene");
      assertThatThrownBy(() -> reply(places)).hasRootCauseMessage("lucene");
    }
  }

  @Test
  void thatANewerIndexDoesNotOpenIsSaidOnceInASentenceUntilItIsSomethingElse() throws Exception {
    List<LogRecord> said = Collections.synchronizedList(new ArrayList<>());
    Handler ear = new Ear(said);
    Logger logger = Logger.getLogger(EmbeddedPlaces.class.getName());
    logger.addHandler(ear);
    AtomicLong nanos = new AtomicLong();
    Newer opener = new Newer();
    try (EmbeddedPlaces places = new EmbeddedPlaces(opener, nanos::get)) {
      assertThat(reply(places)).contains("OK");
      opener.awaitLooks(places, nanos, 3);
      opener.trouble = "no permission";
      opener.awaitLooks(places, nanos, 3);
    } finally {
      logger.removeHandler(ear);
    }
    assertThat(said).hasSize(2).allMatch(entry -> entry.getThrown() == null);
    assertThat(said.getLast().getParameters()).containsExactly("no permission");
  }

  /// Opens the demo, and then something newer that cannot be opened.
  private static final class Newer implements EmbeddedPlaces.Opener {
    private final AtomicInteger looks = new AtomicInteger();
    private volatile String trouble = "no space";
    private boolean isOpen;

    @Override
    public PlaceIndex open() throws IOException {
      if (isOpen) {
        looks.incrementAndGet();
        throw new IOException(trouble);
      }
      isOpen = true;
      return DemoPlaces.openIndex();
    }

    @Override
    public String version() {
      return isOpen ? "new" : "old";
    }

    /// The last one has been looked at and spoken of when the next one begins.
    void awaitLooks(EmbeddedPlaces places, AtomicLong nanos, int more) throws Exception {
      int until = looks.get() + more;
      while (looks.get() < until) {
        nanos.addAndGet(2_000_000_000L);
        assertThat(reply(places)).contains("OK");
        Thread.sleep(1);
      }
    }
  }

  private static final class Ear extends Handler {
    private final List<LogRecord> said;

    Ear(List<LogRecord> said) {
      this.said = said;
    }

    @Override
    public void publish(LogRecord entry) {
      said.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void refusesQueriesAfterClosing() {
    EmbeddedPlaces places = new EmbeddedPlaces(DemoPlaces::openIndex);
    places.warmUp().toCompletableFuture().join();
    places.close();
    assertThatThrownBy(() -> reply(places)).hasRootCauseMessage("places are closed");
  }

  @Test
  void loadsNothingOfLuceneBeforeFirstUse() throws IOException, InterruptedException {
    assertThat(classesLoadedBy("unused")).contains("PlacesGateway").doesNotContain("lucene");
    assertThat(classesLoadedBy("used")).contains("org.apache.lucene").doesNotContain("WARNING");
  }

  private static String classesLoadedBy(String use) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpensAGateway.class.getName(),
                use)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// What a server does before it listens, and for `used` what it does afterwards.
  static final class OpensAGateway {
    private OpensAGateway() {}

    public static void main(String[] arguments) {
      try (PlacesGateway gateway = new PlacesGateway(PlacesProviders.named("embedded"))) {
        if (arguments[0].equals("used")) {
          gateway.warmUp().toCompletableFuture().join();
        }
      }
    }
  }

  private static String reply(PlacesProvider places) {
    return new String(places.nearby(UCLA, 1_000).toCompletableFuture().join(), UTF_8);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
