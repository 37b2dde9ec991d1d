package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.placeherd.geo.Box;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;
import org.placeherd.geo.Polygon;
import org.placeherd.node.NearClients.NearClient;
import org.placeherd.node.NearQuery.AgeOf;
import org.placeherd.node.WanderingClients.Scatter;

class ClientsNearTest {
  private static final double EVERYWHERE_METRES = 3e7;
  private static final long SECOND = 1_000_000_000L;
  private static final LatLon MUNICH = new LatLon(48.137, 11.575);

  private final TestNode node =
      new TestNode(NodeSettings.StaleReply.LITERAL, NodeSettings.ExtraFields.NONE, false);
  private final ClientsNear near = node.node().reports().near();

  private void report(String client, String position) {
    report(client, position, 1_479_413_884);
  }

  private void report(String client, String position, long seconds) {
    node.say(new Session(false), "IAMAT " + client + " " + position + " " + seconds + ".0");
  }

  private List<String> names(NearQuery query) {
    return names(near.find(query, TestNode.NOW_NANOS));
  }

  private static List<String> names(NearClients found) {
    return found.clients().stream().map(NearClient::client).toList();
  }

  private static NearQuery query(LatLon centre) {
    return new NearQuery(centre, EVERYWHERE_METRES, 10);
  }

  @Test
  void nobodyIsNearWhereNobodyIs() {
    assertThat(near.find(query(MUNICH), 0)).isEqualTo(new NearClients(List.of(), true));
    assertThat(near.prepare(1)).isTrue();
  }

  @Test
  void theNearestComesFirstWithDistanceAndBearing() {
    report("kiwi", "+48.1370000+11.6000000");
    report("emu", "+48.1380000+11.5750000");
    report("far", "+52.5+13.4");
    NearClients found = near.find(new NearQuery(MUNICH, 10_000, 10), TestNode.NOW_NANOS);
    assertThat(names(found)).containsExactly("emu", "kiwi");
    assertThat(found.isComplete()).isTrue();
    NearClient emu = found.clients().getFirst();
    assertThat(emu.position()).isEqualTo(new LatLon(48.138, 11.575));
    assertThat(emu.metres()).isEqualTo(GreatCircle.metres(MUNICH, emu.position()));
    assertThat(emu.metres()).isCloseTo(111.2, within(0.1));
    assertThat(emu.bearingDegrees()).isZero();
    assertThat(emu.timeNanos()).isEqualTo(1_479_413_884 * SECOND);
    assertThat(emu.receiveNanos()).isEqualTo(TestNode.NOW_NANOS);
    assertThat(found.clients().getLast().bearingDegrees()).isCloseTo(90, within(0.02));
  }

  @Test
  void aClientIsWhereItsNewestReportSays() {
    report("kiwi", "+48+11");
    assertThat(names(new NearQuery(MUNICH, 100_000, 1))).containsExactly("kiwi");
    report("kiwi", "+10+10", 1_479_413_885);
    assertThat(names(new NearQuery(MUNICH, 100_000, 1))).isEmpty();
    report("kiwi", "+48+11", 1_479_413_884);
    assertThat(names(new NearQuery(MUNICH, 100_000, 1))).isEmpty();
    Session bolden = node.greetedBy("Bolden");
    node.say(bolden, "AT Bolden +0.5 kiwi +48+11 1479413886");
    assertThat(names(new NearQuery(MUNICH, 100_000, 1))).containsExactly("kiwi");
  }

  @Test
  void whatIsRecalledAfterAStartIsFound() {
    node.node().recall(TestLines.batch("AT Alford +0.5 kiwi +48+11 1479413886\n", TestLines.KEY));
    assertThat(names(query(MUNICH))).containsExactly("kiwi");
    node.node().recall(TestLines.batch("AT Alford +0.5 emu +48+11 1479413886\n", TestLines.KEY));
    assertThat(names(query(MUNICH))).containsExactlyInAnyOrder("kiwi", "emu");
  }

  @Test
  void theRadiusItselfIsWithin() {
    report("kiwi", "+0+1");
    double metres = GreatCircle.metres(new LatLon(0, 0), new LatLon(0, 1));
    LatLon centre = new LatLon(0, 0);
    assertThat(names(new NearQuery(centre, metres, 1))).containsExactly("kiwi");
    assertThat(names(new NearQuery(centre, Math.nextDown(metres), 1))).isEmpty();
    assertThat(names(new NearQuery(new LatLon(0, 1), 0, 1))).containsExactly("kiwi");
  }

  @Test
  void theDateLineAndThePolesPartNobody() {
    report("west", "+0.001-179.999");
    report("east", "+0.001+179.999");
    report("pole", "+90-77");
    report("north", "+89.999+103");
    LatLon east = new LatLon(0, 180);
    assertThat(names(new NearQuery(east, 1_000, 10))).containsExactlyInAnyOrder("west", "east");
    LatLon west = new LatLon(0, -180);
    assertThat(names(new NearQuery(west, 1_000, 10))).containsExactlyInAnyOrder("west", "east");
    assertThat(names(new NearQuery(new LatLon(89.9999, -77), 1_000, 10)))
        .containsExactly("pole", "north");
  }

  @Test
  void reportsThatAreTooOldAreLeftOut() {
    report("old", "+48.1+11.5");
    node.pass(60 * SECOND);
    report("young", "+48.2+11.5");
    long now = TestNode.NOW_NANOS + 90 * SECOND;
    NearQuery byReception = query(MUNICH).notOlderThan(30 * SECOND, AgeOf.RECEPTION);
    assertThat(names(near.find(byReception, now))).containsExactly("young");
    assertThat(names(near.find(byReception, now + 1))).isEmpty();
    // Both say that they were written at the same time.
    NearQuery byReport = query(MUNICH).notOlderThan(91 * SECOND, AgeOf.REPORT);
    assertThat(names(near.find(byReport, now))).containsExactly("old", "young");
    assertThat(names(near.find(byReport, now + SECOND))).isEmpty();
  }

  @Test
  void anAreaLeavesOutWhoIsOutside() {
    report("fiji", "-17.8+178");
    report("samoa", "-13.8-172");
    report("kiwi", "-41+174");
    NearQuery query = query(new LatLon(-17, 180));
    assertThat(names(query.in(new Box(-20, 170, -10, -170)))).containsExactly("fiji", "samoa");
    Polygon polygon = new Polygon(List.of(new double[] {170, -20, 190, -20, 190, -10, 170, -10}));
    assertThat(names(query.in(polygon))).containsExactly("fiji", "samoa");
    assertThat(names(query.in(new Box(-50, 170, -30, 180)))).containsExactly("kiwi");
  }

  @Test
  void aroundAClientItIsNotMeantItself() {
    report("kiwi", "+48.1+11.5");
    report("emu", "+48.2+11.5");
    report("moa", "+48.1+11.5");
    NearQuery query = new NearQuery(new LatLon(0, 0), 50_000, 10);
    NearClients found = near.findAround("kiwi", query, 0).orElseThrow();
    assertThat(names(found)).containsExactly("moa", "emu");
    assertThat(near.findAround("dodo", query, 0)).isEqualTo(Optional.empty());
    assertThat(near.findAround("", query, 0)).isEqualTo(Optional.empty());
  }

  @Test
  void aNameOutsideAsciiIsGivenAndFoundAsUtf8() {
    // One character a byte.
    report("\u00c3\u00a9mu", "+48.1+11.5");
    report("kiwi", "+48.1+11.5");
    NearQuery query = query(MUNICH);
    assertThat(names(query)).contains("\u00e9mu");
    assertThat(names(near.findAround("\u00e9mu", query, 0).orElseThrow())).containsExactly("kiwi");
  }

  @Test
  void clientsThatAreNotPreparedYetMoveAndCome() {
    IntStream.range(0, 50).forEach(i -> report("c" + i, "+10+" + i));
    assertThat(near.prepare(20)).isFalse();
    report("c10", "+20+10", 1_479_413_885);
    report("c40", "+20+40", 1_479_413_885);
    report("new", "+20+50", 1_479_413_885);
    assertThat(near.prepare(30)).isFalse();
    assertThat(near.prepare(1)).isTrue();
    report("newer", "+20+60", 1_479_413_885);
    assertThat(near.prepare(0)).isTrue();
    Box box = new Box(19, 0, 21, 90);
    assertThat(names(query(new LatLon(20, 0)).in(box)))
        .containsExactly("c10", "c40", "new", "newer");
    assertThat(near.find(new NearQuery(MUNICH, EVERYWHERE_METRES, 100), 0).clients()).hasSize(52);
  }

  @ParameterizedTest
  @EnumSource
  void allIsFoundThatLookingAtEverybodyFinds(Scatter scatter) {
    new WanderingClients(scatter, 700, 1).compare(near, node, 5, 60);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVERYWHERE", "TOWNS", "ONE_PLACE"})
  void alsoAmongMany(Scatter scatter) {
    new WanderingClients(scatter, 20_000, 2).compare(near, node, 2, 25);
  }

  @Test
  void aSearchThatLooksAtTooManySaysSo() {
    int tooMany = ClientsNear.MAX_EXAMINED_CLIENTS + 1;
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < tooMany; i++) {
      lines.append("IAMAT c").append(i).append(" +48.1+11.5 1479413884\n");
      if (i % 100 == 99 || i == tooMany - 1) {
        node.node()
            .handle(
                TestLines.batch(lines.toString(), TestLines.KEY),
                new Session(false),
                TestNode.NOW_NANOS);
        lines.setLength(0);
      }
    }
    NearQuery young = query(MUNICH).notOlderThan(1, AgeOf.RECEPTION);
    assertThat(near.find(young, TestNode.NOW_NANOS + SECOND))
        .isEqualTo(new NearClients(List.of(), false));
    NearClients any = near.find(query(MUNICH), TestNode.NOW_NANOS);
    assertThat(any.clients()).hasSize(10);
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    assertThatThrownBy(() -> new NearQuery(MUNICH, -1, 10))
        .hasMessageContaining("0 or more metres");
    assertThatThrownBy(() -> new NearQuery(MUNICH, Double.NaN, 10)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new NearQuery(MUNICH, 1, 0)).hasMessageContaining("1 … 1000 clients");
    assertThatThrownBy(() -> new NearQuery(MUNICH, 1, 1_001)).hasMessageContaining("1001");
    assertThatThrownBy(() -> query(MUNICH).notOlderThan(-1, AgeOf.REPORT))
        .hasMessageContaining("0 or more nanoseconds");
  }
}
