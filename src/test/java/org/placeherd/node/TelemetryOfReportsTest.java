package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Telemetry;

/// What a client tells besides where it is stays with its report, and only servers of ours hear it.
class TelemetryOfReportsTest {
  private static final long NOW_NANOS = 1_479_413_884_500_000_000L;
  private static final int BOLDEN = 0;
  private static final int LAKE = 1;
  private static final String SIX = "AT Hill +0.250000000 kiwi +34.0-118.0 1479413884.000000000";
  private static final String NEXT = "AT Hill +0.250000000 kiwi +34.0-118.0 1479413884.100000000";

  private final InMemoryServer alford = server("Alford", new HashKey(1, 2), "Bolden", "Lake");
  private final InMemoryServer.Connection bolden = greeted(alford, "Bolden");

  private static InMemoryServer server(String name, HashKey key, String... neighbours) {
    return new InMemoryServer(
        new NodeSettings(
            name,
            List.of(neighbours).stream()
                .map(neighbour -> new NeighbourSettings(neighbour, ExtraFields.VISITED, false))
                .toList(),
            NodeSettings.DEFAULT_TOLERANCE_NANOS,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            key),
        _ -> {});
  }

  private static InMemoryServer.Connection greeted(InMemoryServer server, String by) {
    InMemoryServer.Connection connection = server.new Connection(true);
    connection.read(Hello.line(by), NOW_NANOS);
    return connection;
  }

  private static String known(InMemoryServer server) {
    return server.node().reports().find("kiwi".getBytes(ISO_8859_1)).orElse("nothing");
  }

  private static String saved(InMemoryServer server) {
    ByteWriter out = new ByteWriter(16);
    server.node().drainUnsaved(out, 1_000);
    return out.toString();
  }

  private static String snapshot(InMemoryServer server) {
    ByteWriter out = new ByteWriter(16);
    server.node().putSnapshot(out, 0, 1_000);
    return out.toString();
  }

  private void linksUp() {
    alford.node().linkUp(BOLDEN, true);
    alford.node().linkUp(LAKE, false);
    alford.drain(BOLDEN, 1_000); // the question with which a comparison begins
  }

  @Test
  void oursHearItAndTheJournalKeepsItAndNobodyElseSeesIt() {
    linksUp();
    String reply =
        alford.reporter().read("IAMAT kiwi +34.0-118.0 1479413884 spd=2.50 chg=1\n", NOW_NANOS);
    String six = "AT Alford +0.500000000 kiwi +34.0-118.0 1479413884";
    assertThat(reply).isEqualTo(six + "\n");
    assertThat(alford.new Connection(false).read("WHATSAT kiwi 1 1\n", NOW_NANOS))
        .startsWith(six + "\n");
    assertThat(alford.drain(BOLDEN, 1_000)).isEqualTo(six + " spd=2.5 chg=1\n");
    assertThat(alford.drain(LAKE, 1_000)).isEqualTo(six + " Alford\n");
    assertThat(saved(alford)).startsWith(six + " spd=2.5 chg=1*");
    assertThat(snapshot(alford)).startsWith(six + " spd=2.5 chg=1*");
    assertThat(known(alford)).isEqualTo(six + " spd=2.5 chg=1");
  }

  @Test
  void theNextReportReplacesItWhole() {
    bolden.read(SIX + " spd=2 bat=0.5\n", NOW_NANOS);
    bolden.read(NEXT + " crs=3\n", NOW_NANOS);
    assertThat(known(alford)).isEqualTo(NEXT + " crs=3");
    alford.new Connection(false).read("IAMAT kiwi +1+1 1479413884.2\n", NOW_NANOS);
    assertThat(known(alford)).doesNotContain("=");
    assertThat(alford.node().reports().telemetry(0)).isEqualTo(Telemetry.NONE);
  }

  @Test
  void anOlderReportChangesNothing() {
    bolden.read(NEXT + " crs=3\n", NOW_NANOS);
    bolden.read(SIX + " crs=4\n", NOW_NANOS);
    alford.reporter().read("IAMAT kiwi +1+1 1479413884.0 crs=5\n", NOW_NANOS);
    assertThat(known(alford)).isEqualTo(NEXT + " crs=3");
  }

  @Test
  void oneOfManyClientsMayTellSomething() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append("AT Hill +0.5 c%d +1+1 1479413884%s\n".formatted(i, i == 2_500 ? " spd=7" : ""));
    }
    alford.recall(lines.toString());
    for (int i : new int[] {0, 1_023, 1_024, 2_499, 2_500, 2_501, 4_999}) {
      assertThat(alford.node().reports().line(i).endsWith(" spd=7")).isEqualTo(i == 2_500);
    }
  }

  @Test
  void whatIsRecalledIsKnown() {
    alford.recall(SIX + " spd=2\n");
    assertThat(known(alford)).isEqualTo(SIX + " spd=2");
    alford.recall(SIX + "\n");
    assertThat(known(alford)).isEqualTo(SIX + " spd=2");
    alford.recall(NEXT + "\n" + NEXT + " spd=3 spread=all\n");
    assertThat(known(alford)).isEqualTo(NEXT + " spd=3");
    assertThat(saved(alford)).isEmpty();
  }

  @Test
  void whatAServerInBetweenLetFallIsTakenOnAndPassedOn() {
    linksUp();
    alford.new Connection(true).read(SIX + " Lake\n", NOW_NANOS);
    saved(alford);
    alford.drain(BOLDEN, 1_000);
    greeted(alford, "Hill").read(SIX + " spd=2\n", NOW_NANOS);
    assertThat(known(alford)).isEqualTo(SIX + " spd=2");
    assertThat(saved(alford)).startsWith(SIX + " spd=2*");
    assertThat(alford.drain(BOLDEN, 1_000)).isEqualTo(SIX + " spd=2\n");
    long stored = alford.node().stored();
    bolden.read(SIX + " spd=2\n" + SIX + "\n" + SIX + " spd=1 bat=0\n", NOW_NANOS);
    assertThat(alford.node().reports().telemetry(0)).isNotEqualTo(Telemetry.NONE);
    bolden.read(known(alford) + "\n", NOW_NANOS);
    assertThat(alford.node().stored())
        .as("passed on once for each that is more")
        .isLessThanOrEqualTo(stored + 1);
  }

  @Test
  void ofTwoThatDifferAllServersKeepTheSame() {
    InMemoryServer other = server("Bolden", new HashKey(3, 4), "Alford");
    alford.recall(SIX + " spd=2\n" + SIX + " alt=7 bat=1\n");
    other.recall(SIX + " alt=7 bat=1\n" + SIX + " spd=2\n");
    assertThat(known(other)).isEqualTo(known(alford));
  }

  @Test
  void aComparisonFindsWhatANeighbourLacks() {
    InMemoryServer other = server("Bolden", new HashKey(3, 4), "Alford");
    alford.recall(SIX + " spd=2\n");
    other.recall(SIX + "\n");
    InMemoryServer.Connection toOther = greeted(other, "Alford");
    InMemoryServer.Ear ear = alford.new Ear(BOLDEN);
    alford.node().linkUp(BOLDEN, true);
    while (alford.node().hasToTell(BOLDEN)) {
      ear.hear(toOther.read(alford.drain(BOLDEN, 1_000), NOW_NANOS));
    }
    assertThat(known(other)).isEqualTo(SIX + " spd=2");
  }

  @Test
  void aReportFromTheFutureIsHeldWithIt() {
    String early = "AT Hill +0.000000000 kiwi +1+1 1479413904";
    bolden.read(early + " spd=2\n", NOW_NANOS);
    assertThat(known(alford)).isEqualTo("nothing");
    alford.node().tick(NOW_NANOS + 20_000_000_000L);
    assertThat(known(alford)).isEqualTo(early + " spd=2");
  }
}
