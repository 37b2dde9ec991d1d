package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the event log of a running herd holds (protocol §7).
class HerdEventsOverTcpTest {
  private final TestHerd herd;

  HerdEventsOverTcpTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  /// A short life of the herd; gives what the client sent and got.
  private List<String> live(EventMode mode) throws Exception {
    herd.events(mode).startAll().awaitLinks();
    String stored;
    try (LineClient client = herd.client("Alford");
        LineClient asker = herd.client("Bolden")) {
      stored = client.ask("IAMAT kiwi +34-118 1479413884.5");
      client.ask("IAMAT kiwi +34-118 1479413883.5");
      client.ask("a\0b\u001b[31m\u00ff");
      client.ask("WHATSAT nobody 1 1");
      client.whatsat("kiwi");
      assertThat(asker.whatsat("kiwi")).startsWith(stored);
      client.send("\u00c3\u00a9 " + "y".repeat(2_000) + "\n");
      client.rest();
    }
    herd.stop("Bolden");
    Await.until("Bolden is missed", () -> !herd.link("Alford", "Bolden").get("up").asBoolean());
    herd.close();
    return List.of(stored);
  }

  private List<String> events(String server) throws IOException {
    return Files.readAllLines(herd.log(server)).stream()
        .map(line -> {
          assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z \\S.*");
          return line.substring(line.indexOf(' ') + 1);
        })
        .map(line -> line.replaceFirst("127\\.0\\.0\\.1:\\d+", "CLIENT"))
        .toList();
  }

  @Test
  void everythingIsInTheLog() throws Exception {
    String stored = live(EventMode.ALL).getFirst();
    assertThat(events("Alford"))
        .contains(
            "connect CLIENT -",
            "link Bolden up a Placeherd server",
            "in CLIENT greeted HELLO placeherd/1 Bolden",
            "out CLIENT - HELLO placeherd/1 Alford",
            "in CLIENT stored IAMAT kiwi +34-118 1479413884.5",
            "out CLIENT - " + stored,
            "flood Bolden told " + stored,
            "in CLIENT not-newer IAMAT kiwi +34-118 1479413883.5",
            "in CLIENT unknown-client WHATSAT nobody 1 1",
            "out CLIENT - ? WHATSAT nobody 1 1",
            "in CLIENT answered WHATSAT kiwi 10 5",
            "disconnect CLIENT - a line was too long")
        .anyMatch(line -> line.startsWith("out CLIENT - {\"html_attributions\":[],"))
        .anyMatch(line -> line.startsWith("in CLIENT too-long é yyyy"))
        .anyMatch(line -> line.startsWith("link Bolden lost "))
        .noneMatch(line -> line.startsWith("out CLIENT - AT Alford") && line.endsWith("\\n"));
    assertThat(events("Bolden"))
        .contains("in CLIENT stored " + stored, "in CLIENT answered WHATSAT kiwi 10 5");
  }

  @Test
  void noControlByteReachesTheLog() throws Exception {
    live(EventMode.ALL);
    byte[] log = Files.readAllBytes(herd.log("Alford"));
    for (byte value : log) {
      assertThat(value == '\n' || value < 0 || value >= ' ').isTrue();
    }
    assertThat(events("Alford"))
        .anyMatch(line -> line.matches("in CLIENT invalid a\\\\\\w+b\\\\\\w+\\[31m.*"));
  }

  @Test
  void onlyChangesAreInTheLogWhereSoAsked() throws Exception {
    live(EventMode.CHANGES);
    List<String> alford = events("Alford");
    assertThat(alford)
        .contains(
            "link Bolden up a Placeherd server",
            "in CLIENT stored IAMAT kiwi +34-118 1479413884.5",
            "in CLIENT unknown-client WHATSAT nobody 1 1")
        .anyMatch(line -> line.startsWith("link Bolden lost "))
        .noneMatch(line ->
            line.startsWith("out ")
                || line.startsWith("flood ")
                || line.startsWith("connect ")
                || line.contains(" not-newer ")
                || line.contains(" answered "));
  }

  @Test
  void nothingIsWrittenWhereEventsAreOff() throws Exception {
    live(EventMode.OFF);
    assertThat(herd.log("Alford")).doesNotExist();
    assertThat(herd.log("Bolden")).doesNotExist();
  }

  @Test
  void aLinkThatCannotBeMadeIsSaidOnceNotAtEveryTry() throws Exception {
    herd.events(EventMode.ALL).start("Alford");
    Await.until("it was tried", () -> Files.readString(herd.log("Alford")).contains("failed"));
    Thread.sleep(500); // a few tries more
    herd.close();
    assertThat(events("Alford")).filteredOn(line -> line.startsWith("link ")).hasSize(1);
  }
}
