package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real herds: what is told to one server is soon known to all, whatever happens to the others.
class HerdFloodTest {
  private static final int REPORTS = 20;

  @TempDir Path data;

  static List<String> presets() {
    return Presets.names();
  }

  /// A client may ask a neighbour as soon as it has its reply (protocol §8); the servers further
  /// away know soon.
  @ParameterizedTest
  @MethodSource("presets")
  void everyServerOfAPresetTellsAllOthers(String preset) throws Exception {
    try (TestHerd herd = TestHerd.preset(data, preset).startAll().awaitLinks()) {
      Clients clients = new Clients(herd);
      for (String origin : herd.names()) {
        for (int i = 0; i < REPORTS; i++) {
          String client = origin + i;
          String stored = clients.of(origin).ask("IAMAT " + client + " +34.5-118.25 " + i + ".5");
          assertThat(stored).startsWith("AT " + origin + " ");
          for (String neighbour : herd.neighboursOf(origin)) {
            assertThat(at(clients.of(neighbour), client)).as(neighbour).isEqualTo(stored);
          }
          for (String other : herd.names()) {
            Await.until(
                other + " knows " + client, () -> at(clients.of(other), client).equals(stored));
          }
        }
      }
      clients.close();
    }
  }

  /// A client at every running server.
  private static final class Clients {
    private final Map<String, LineClient> clients = new HashMap<>();

    Clients(TestHerd herd) throws IOException {
      for (String name : herd.running()) {
        clients.put(name, herd.client(name));
      }
    }

    LineClient of(String server) {
      return Objects.requireNonNull(clients.get(server), server);
    }

    Collection<LineClient> all() {
      return clients.values();
    }

    void close() throws IOException {
      for (LineClient client : clients.values()) {
        client.close();
      }
    }
  }

  /// The first line of the answer to a WHATSAT.
  private static String at(LineClient client, String who) throws IOException {
    return client.whatsat(who).split("\n", 2)[0];
  }

  private static void awaitKnown(TestHerd herd, String server, String who, String stored)
      throws Exception {
    try (LineClient client = herd.client(server)) {
      Await.until(server + " knows " + stored, () -> at(client, who).equals(stored));
    }
  }

  private TestHerd w16() throws IOException {
    return TestHerd.preset(data, "w16");
  }

  @Test
  void serversMayStartInAnyOrderAndAreCaughtUp() throws Exception {
    try (TestHerd herd = w16()) {
      Map<String, String> stored = new HashMap<>();
      for (String name : List.of("Hamilton", "Welsh", "Bolden", "Parker", "Alford")) {
        herd.start(name);
        try (LineClient client = herd.client(name)) {
          for (int i = 0; i < 50; i++) {
            String who = name + i;
            stored.put(who, client.ask("IAMAT " + who + " +1+2 " + i));
          }
        }
      }
      for (String name : herd.names()) {
        try (LineClient client = herd.client(name)) {
          for (Map.Entry<String, String> each : stored.entrySet()) {
            Await.until(
                name + " knows " + each.getKey(),
                () -> at(client, each.getKey()).equals(each.getValue()));
          }
        }
      }
    }
  }

  @Test
  void aServerThatComesBackOnItsPortIsGivenTheWholeTable() throws Exception {
    try (TestHerd herd = w16().startAll().awaitLinks()) {
      int count = 5_000;
      try (LineClient client = herd.client("Alford")) {
        client.send("IAMAT before +1+2 3\n");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
          lines.append("IAMAT many").append(i).append(" +1+2 3\n");
        }
        client.send(lines.toString());
        for (int i = 0; i <= count; i++) {
          client.line();
        }
        for (int round = 0; round < 3; round++) {
          herd.stop("Parker");
          String stored = client.ask("IAMAT meanwhile +1+2 " + round);
          herd.start("Parker");
          awaitKnown(herd, "Parker", "meanwhile", stored);
          Await.until(
              "Parker knows all", () -> herd.status("Parker").get("clients").asInt() == count + 2);
          awaitKnown(herd, "Hamilton", "meanwhile", stored);
        }
      }
    }
  }

  /// More than a link is given in one turn.
  @Test
  void aLongCatchUpReachesItsEnd() throws Exception {
    int count = 60_000;
    try (TestHerd herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden").start("Alford");
        LineClient client = herd.client("Alford")) {
      for (int from = 0; from < count; from += 10_000) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + 10_000; i++) {
          lines.append("IAMAT client").append(i).append(" +34.068930-118.445127 3\n");
        }
        client.send(lines.toString());
        for (int i = 0; i < 10_000; i++) {
          client.line();
        }
      }
      herd.start("Bolden");
      Await.until("Bolden knows all", () -> herd.status("Bolden").get("clients").asInt() == count);
    }
  }

  @Test
  void withTwoServersKilledTheOthersAgree() throws Exception {
    try (TestHerd herd = w16().startAll().awaitLinks()) {
      herd.stop("Parker");
      herd.stop("Alford");
      try (LineClient bolden = herd.client("Bolden");
          LineClient hamilton = herd.client("Hamilton")) {
        String stored = bolden.ask("IAMAT survivor +1+2 3");
        awaitKnown(herd, "Welsh", "survivor", stored);
        // Hamilton has lost its only neighbour and knows nothing of this.
        assertThat(hamilton.whatsat("survivor")).startsWith("? ");
      }
    }
  }

  @Test
  void anIsolatedServerAnswersWhatItKnewAndLearnsTheRestLater() throws Exception {
    try (TestHerd herd = w16().startAll().awaitLinks()) {
      String known;
      String told;
      try (LineClient alford = herd.client("Alford");
          LineClient hamilton = herd.client("Hamilton")) {
        known = alford.ask("IAMAT kiwi +1+2 3");
        awaitKnown(herd, "Hamilton", "kiwi", known);
        herd.stop("Parker");
        String newer = alford.ask("IAMAT kiwi +1+2 4");
        assertThat(at(hamilton, "kiwi")).isEqualTo(known);
        told = hamilton.ask("IAMAT hidden +5+6 7");
        herd.start("Parker");
        awaitKnown(herd, "Hamilton", "kiwi", newer);
      }
      for (String name : herd.names()) {
        awaitKnown(herd, name, "hidden", told);
      }
    }
  }

  @Test
  void theNewestReportWinsWhereverItWasMade() throws Exception {
    try (TestHerd herd = w16().startAll().awaitLinks()) {
      Clients clients = new Clients(herd);
      String newest = clients.of("Hamilton").ask("IAMAT kiwi +1+2 1000.5");
      awaitKnown(herd, "Bolden", "kiwi", newest);
      assertThat(clients.of("Bolden").ask("IAMAT kiwi +3+4 999.5")).endsWith(" kiwi +3+4 999.5");
      for (String name : herd.names()) {
        awaitKnown(herd, name, "kiwi", newest);
      }
      clients.close();
    }
  }

  /// Each server gets the same clients at the same times; the order of §3 decides, not arrival.
  @Test
  void serversAgreeOnReportsMadeAtTheSameTime() throws Exception {
    try (TestHerd herd = w16().startAll().awaitLinks()) {
      Clients clients = new Clients(herd);
      for (int i = 0; i < 300; i++) {
        for (String name : herd.names()) {
          int latitude = name.length() * 7 % 10;
          clients.of(name).send("IAMAT same" + i + " +" + latitude + "+2 5\n");
        }
      }
      for (String name : herd.names()) {
        for (int i = 0; i < 300; i++) {
          clients.of(name).line();
        }
      }
      for (int i = 0; i < 300; i++) {
        String who = "same" + i;
        Await.until(
            "all agree on " + who,
            () -> {
              String one = at(clients.of("Alford"), who);
              for (LineClient client : clients.all()) {
                if (!at(client, who).equals(one)) {
                  return false;
                }
              }
              return true;
            });
      }
      clients.close();
    }
  }
}
