package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.node.ClientLimits;
import org.placeherd.transport.LineGuard;
import org.placeherd.wire.Rate;

/// Slow and greedy clients are refused, closed or slowed down, and counted (reliability §4).
class LineGuardTest {
  private static final Rate FIVE = new Rate(1, 5);
  private static final int SMALL_BUFFER = 4_096;

  private final TestHerd herd;

  LineGuardTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
    herd.events(EventMode.CHANGES);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private static LineGuard guard(
      int addressConnections, long firstLine, long startedLine, long idle, long unread) {
    return new LineGuard(
        addressConnections, firstLine, startedLine, idle, unread, Rate.NONE, Rate.NONE, 64 << 20);
  }

  private static LineGuard rates(Rate connection, Rate address) {
    return new LineGuard(1_000, 0, 0, 0, 0, connection, address, 64 << 20);
  }

  private void start(LineGuard guard) throws StartupException {
    herd.limits = Limits.DEFAULT.with(guard);
    herd.start("Alford");
  }

  private int refusals(String counter) throws IOException {
    JsonNode count = herd.status("Alford").at("/refusals/" + counter);
    assertThat(count.isNumber()).as(counter).isTrue();
    return count.asInt();
  }

  private void assertLogged(String words) throws Exception {
    Await.until(
        "the log says " + words, () -> Files.readString(herd.log("Alford")).contains(words));
  }

  @Test
  void whoSaysNoLineIsClosed() throws Exception {
    start(guard(100, 1_000, 0, 0, 0));
    try (LineClient silent = herd.client("Alford");
        LineClient beginner = herd.client("Alford");
        LineClient speaker = herd.client("Alford")) {
      assertThat(speaker.ask("1")).isEqualTo("? 1");
      beginner.send("IAMAT kiwi");
      assertThat(silent.rest()).isEmpty();
      assertThat(beginner.rest()).isEmpty();
      assertThat(speaker.ask("2")).isEqualTo("? 2");
    }
    assertThat(refusals("closed_before_first_line")).isEqualTo(2);
    assertLogged("no line within 1000 ms (limits.first-line-millis)");
  }

  @Test
  void aLineThatDripsIsNotWaitedForForEver() throws Exception {
    start(guard(100, 0, 150, 0, 0));
    try (LineClient patient = herd.client("Alford");
        LineClient dripping = herd.client("Alford")) {
      dripping.send("1\n");
      assertThat(dripping.line()).isEqualTo("? 1");
      CompletableFuture<String> end =
          CompletableFuture.supplyAsync(() -> {
            try {
              return dripping.rest();
            } catch (IOException e) {
              return "reset";
            }
          });
      while (!end.isDone()) {
        try {
          dripping.send("x");
        } catch (IOException e) {
          break; // it was closed
        }
        Thread.sleep(5);
      }
      assertThat(end.get()).isIn("", "reset");
      assertThat(patient.ask("2")).isEqualTo("? 2");
    }
    assertThat(refusals("closed_inside_line")).isEqualTo(1);
    assertLogged("a line did not end within 150 ms (limits.started-line-millis)");
  }

  @Test
  void whoIsIdleIsClosed() throws Exception {
    start(guard(100, 0, 0, 1_000, 0));
    try (LineClient idle = herd.client("Alford")) {
      assertThat(idle.ask("1")).isEqualTo("? 1");
      assertThat(idle.rest()).isEmpty();
    }
    assertThat(refusals("closed_idle")).isEqualTo(1);
    assertLogged("nothing came for 1000 ms (limits.idle-millis)");
  }

  @Test
  void aToolOfOursMayBeIdle() throws Exception {
    start(guard(100, 0, 0, 1_000, 0));
    try (LineClient tool = herd.client("Alford");
        LineClient idle = herd.client("Alford")) {
      tool.ask("HELLO placeherd/1 -");
      assertThat(idle.rest()).isEmpty(); // closed, though it came later
      assertThat(tool.ask("STATUS")).startsWith("STATUS {");
    }
  }

  @Test
  void whoDoesNotReadIsClosed() throws Exception {
    start(guard(100, 0, 0, 0, 200));
    try (LineClient deaf = LineClient.connect(herd.port("Alford"), SMALL_BUFFER);
        LineClient other = herd.client("Alford")) {
      Thread.ofVirtual().start(() -> sayForEver(deaf));
      Await.until("it is closed", () -> refusals("closed_unread") == 1);
      assertThat(other.ask("1")).isEqualTo("? 1");
    }
    assertLogged("it read no reply for 200 ms (limits.unread-millis)");
  }

  private static void sayForEver(LineClient client) {
    String lines = "IAMAT deaf +34-118 1\n".repeat(4_000);
    try {
      while (true) {
        client.send(lines);
      }
    } catch (IOException e) {
      // closed
    }
  }

  /// Alone each may leave a quarter of a megabyte unread; all together no more than the bound and
  /// what is under way.
  @Test
  void allTogetherHoldNoMoreThanTheirBound() throws Exception {
    int bound = 1 << 20;
    start(new LineGuard(1_000, 0, 0, 0, 0, Rate.NONE, Rate.NONE, bound));
    List<LineClient> deaf = new ArrayList<>();
    try (LineClient honest = herd.client("Alford")) {
      for (int i = 0; i < 20; i++) {
        LineClient client = LineClient.connect(herd.port("Alford"), SMALL_BUFFER);
        deaf.add(client);
        Thread.ofVirtual().start(() -> sayForEver(client));
      }
      Await.until("some are not read", () -> refusals("paused_by_memory") > 0);
      for (int i = 0; i < 100; i++) {
        assertThat(honest.ask("hear me")).isEqualTo("? hear me");
      }
    } finally {
      for (LineClient client : deaf) {
        client.close();
      }
    }
    Await.until("they are gone", () -> herd.status("Alford").get("connections").asInt() == 1);
    try (LineClient late = LineClient.connect(herd.port("Alford"))) {
      late.send("a\n".repeat(1_000)); // nothing is held against others any more
      for (int i = 0; i < 1_000; i++) {
        assertThat(late.line()).isEqualTo("? a");
      }
    }
  }

  @Test
  void oneAddressHasSoManyConnections() throws Exception {
    start(guard(2, 0, 0, 0, 0));
    try (LineClient one = herd.client("Alford");
        LineClient two = herd.client("Alford");
        LineClient three = herd.client("Alford");
        Socket elsewhere = new Socket()) {
      assertThat(one.ask("1")).isEqualTo("? 1");
      assertThat(two.ask("2")).isEqualTo("? 2");
      assertThat(three.readOnce()).isEmpty();
      elsewhere.bind(new InetSocketAddress("127.0.0.2", 0));
      elsewhere.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), herd.port("Alford")));
      assertThat(new LineClient(elsewhere).ask("4")).isEqualTo("? 4");
    }
    Await.until("all are gone", this::isTaken);
    assertLogged("too many connections from there: limits.connections-per-address is 2");
    assertThat(refusals("address_connections_refused")).isPositive();
  }

  private boolean isTaken() throws Exception {
    try (LineClient client = herd.client("Alford")) {
      return client.ask("room").equals("? room");
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @Test
  void whoSaysTooMuchWaitsAndLosesNothing() throws Exception {
    start(rates(new Rate(50, 5), Rate.NONE));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      lines.append("IAMAT c").append(i).append(" +1+2 3\n");
    }
    try (LineClient greedy = herd.client("Alford");
        LineClient other = herd.client("Alford")) {
      greedy.send(lines.toString());
      greedy.endOutput();
      assertThat(other.ask("1")).isEqualTo("? 1");
      for (int i = 0; i < 25; i++) {
        assertThat(greedy.line()).endsWith(" c" + i + " +1+2 3");
      }
      assertThat(greedy.rest()).isEmpty();
    }
    assertThat(refusals("paused_by_rate")).isPositive();
  }

  @Test
  void aServerOfOursIsNotSlowedDown() throws Exception {
    start(rates(FIVE, FIVE));
    try (LineClient server = herd.client("Alford")) {
      server.ask("HELLO placeherd/1 Bolden");
      for (int i = 0; i < 50; i++) {
        assertThat(server.ask("IAMAT c" + i + " +1+2 3")).startsWith("AT Alford ");
      }
    }
    assertThat(refusals("paused_by_rate")).isZero();
  }

  @Test
  void connectionsOfOneAddressShareItsRate() throws Exception {
    start(rates(Rate.NONE, FIVE));
    try (LineClient one = herd.client("Alford");
        LineClient two = herd.client("Alford")) {
      for (int i = 0; i < 5; i++) {
        assertThat(one.ask("1")).isEqualTo("? 1");
      }
      two.send("2\n");
      assertThat(two.line()).isEqualTo("? 2"); // after a while
    }
    try (Socket elsewhere = new Socket()) {
      elsewhere.bind(new InetSocketAddress("127.0.0.3", 0));
      elsewhere.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), herd.port("Alford")));
      LineClient tool = new LineClient(elsewhere);
      tool.ask("HELLO placeherd/1 -");
      assertThat(tool.ask("STATUS")).containsPattern("\"paused_by_rate\":[1-9]");
    }
  }

  @Test
  void datagramsBeyondTheRateAreDroppedAndCounted() throws Exception {
    start(rates(Rate.NONE, FIVE));
    try (DatagramClient client = new DatagramClient(herd.port("Alford"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.ask(i + "\n")).isEqualTo("? " + i + "\n");
      }
      for (int i = 0; i < 20; i++) {
        client.datagram("too much\n");
      }
    }
    Await.until("they are dropped", () -> refusals("datagrams_dropped") >= 1);
    assertLogged("(limits.address-lines-per-second)");
  }

  @Test
  void linesByHttpBeyondTheRateAreRefused() throws Exception {
    herd.limits = Limits.DEFAULT.with(rates(Rate.NONE, FIVE));
    int port = herd.startWithHttp("Alford");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/lines".formatted(port)))
            .POST(BodyPublishers.ofString("a\n".repeat(30)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> first = client.send(request, BodyHandlers.ofString());
      assertThat(first.body()).isEqualTo("? a\n".repeat(30));
      HttpResponse<String> second = client.send(request, BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("Too many lines come from your address");
    }
  }

  private void start(ClientLimits clients) throws StartupException {
    herd.limits = Limits.DEFAULT.with(clients);
    herd.start("Alford");
  }

  @Test
  void aClientThatReportsTooOftenIsToldNo() throws Exception {
    start(new ClientLimits(0, 0, FIVE));
    try (LineClient client = herd.client("Alford")) {
      StringBuilder reports = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        reports.append("IAMAT kiwi +1+2 ").append(i).append('\n');
      }
      client.send(reports.toString());
      for (int i = 0; i < 5; i++) {
        assertThat(client.line()).startsWith("AT Alford ");
      }
      assertThat(client.line()).isEqualTo("? IAMAT kiwi +1+2 5");
      assertThat(client.whatsat("kiwi")).contains(" kiwi +1+2 4\n");
      assertThat(client.ask("IAMAT other +1+2 9")).startsWith("AT Alford ");
    }
    assertThat(refusals("reports_too_fast")).isEqualTo(1);
  }

  @Test
  void beyondTheCapKnownClientsGoOnAndNewOnesAreRefused() throws Exception {
    start(new ClientLimits(2, 0, Rate.NONE));
    try (LineClient client = herd.client("Alford")) {
      client.ask("IAMAT one +1+2 1");
      client.ask("IAMAT two +1+2 1");
      assertThat(client.ask("IAMAT three +1+2 1")).isEqualTo("? IAMAT three +1+2 1");
      assertThat(client.ask("IAMAT two +1+2 2")).startsWith("AT Alford ");
      client.send("AT Lake +0.5 four +1+2 1479413884\nAT Lake +0.5 one +1+3 1479413884\n");
      assertThat(client.whatsat("four")).startsWith("? ");
      assertThat(client.whatsat("one")).startsWith("AT Lake +0.5 one +1+3 1479413884\n");
    }
    JsonNode status = herd.status("Alford");
    assertThat(status.get("clients").asInt()).isEqualTo(2);
    assertThat(status.at("/refusals/reports_without_room").asInt()).isEqualTo(2);
    assertThat(status.get("alarms").asInt()).isEqualTo(1);
    assertLogged("There is no room for more clients: ");
  }

  @Test
  void whatIsKnownIsKnownAfterARestartWithALowerCap() throws Exception {
    start(new ClientLimits(3, 0, Rate.NONE));
    try (LineClient client = herd.client("Alford")) {
      client.ask("IAMAT one +1+2 1");
      client.ask("IAMAT two +1+2 1");
      client.ask("IAMAT three +1+2 1");
    }
    herd.stop("Alford");
    start(new ClientLimits(1, 0, Rate.NONE));
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.whatsat("three")).startsWith("AT Alford ");
      assertThat(client.ask("IAMAT three +1+2 2")).startsWith("AT Alford ");
      assertThat(client.ask("IAMAT four +1+2 2")).startsWith("? ");
    }
  }

  @Test
  void longTextsHaveACapOfTheirOwn() throws Exception {
    start(new ClientLimits(0, 600, Rate.NONE));
    String longName = "n".repeat(200);
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("IAMAT a" + longName + " +1+2 1")).startsWith("AT ");
      assertThat(client.ask("IAMAT b" + longName + " +1+2 1")).startsWith("AT ");
      assertThat(client.ask("IAMAT c" + longName + " +1+2 1")).startsWith("? ");
      assertThat(client.ask("IAMAT short +1+2 1")).startsWith("AT ");
      assertThat(client.ask("IAMAT a" + longName + " +1+3 2")).startsWith("AT ");
      assertThat(client.ask("IAMAT short +1+2 2" + "0".repeat(300))).startsWith("? ");
      assertThat(client.ask("IAMAT short +1+4 2")).startsWith("AT ");
    }
  }
}
