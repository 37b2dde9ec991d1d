package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.placeherd.geo.Area;
import org.placeherd.geo.Box;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;
import org.placeherd.geo.Polygon;
import org.placeherd.node.NearClients.NearClient;
import org.placeherd.node.NearQuery.AgeOf;

/// Clients that report and move by chance, and who of them is near by looking at every one.
final class WanderingClients {
  private static final long SECOND = 1_000_000_000L;
  private static final int LINES_AT_ONCE = 100;
  private static final double[] RADII = {0, 0.02, 1, 150, 10_000, 500_000, 8e6, 3e7};
  private static final int[] LIMITS = {1, 2, 10, 100, NearQuery.MAX_CLIENTS};

  /// Where clients are, and questions about them.
  enum Scatter {
    EVERYWHERE,
    TOWNS,
    NORTH_POLE,
    SOUTH_POLE,
    DATE_LINE,
    GRID,
    CENTIMETRES,
    ONE_PLACE
  }

  private record Known(LatLon position, long timeNanos, long receiveNanos) {}

  private final Scatter scatter;
  private final int count;
  private final SplittableRandom random;
  private final Map<String, Known> known = new HashMap<>();
  private long nowNanos = TestNode.NOW_NANOS;

  WanderingClients(Scatter scatter, int count, long seed) {
    this.scatter = scatter;
    this.count = count;
    random = new SplittableRandom(seed);
  }

  /// Lets all report, then some again and again, and asks in between.
  void compare(ClientsNear near, TestNode node, int rounds, int queriesARound) {
    for (int round = 0; round < rounds; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (round == 0 || random.nextInt(3) == 0) {
          lines.add(report("c" + i));
        }
      }
      for (int from = 0; from < lines.size(); from += LINES_AT_ONCE) {
        List<String> some = lines.subList(from, Math.min(lines.size(), from + LINES_AT_ONCE));
        String text = String.join("\n", some) + "\n";
        node.node().handle(TestLines.batch(text, TestLines.KEY), new Session(false), nowNanos);
      }
      for (int i = 0; i < queriesARound; i++) {
        NearQuery query = query();
        check(query, near.find(query, nowNanos));
      }
      nowNanos += 10 * SECOND;
    }
  }

  private String report(String client) {
    int places = random.nextInt(4) == 0 ? random.nextInt(11) : 7;
    LatLon at = position();
    String latitude = text(at.latitudeDegrees(), places);
    String longitude = text(at.longitudeDegrees(), places);
    long seconds = nowNanos / SECOND - random.nextInt(9);
    LatLon position = new LatLon(Double.parseDouble(latitude), Double.parseDouble(longitude));
    known.put(client, new Known(position, seconds * SECOND, nowNanos));
    return "IAMAT " + client + " " + latitude + longitude + " " + seconds;
  }

  private static String text(double degrees, int places) {
    return String.format(Locale.ROOT, "%+." + places + "f", degrees);
  }

  private LatLon position() {
    return switch (scatter) {
      case EVERYWHERE -> point(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
      case TOWNS -> around(10 * random.nextInt(-6, 7), 50 * random.nextInt(-3, 4), 0.05);
      case NORTH_POLE -> point(90 - random.nextInt(3) * random.nextDouble(), wide());
      case SOUTH_POLE -> point(-90 + random.nextInt(3) * random.nextDouble() / 1_000, wide());
      case DATE_LINE ->
          point(
              random.nextDouble(-1, 1),
              (random.nextBoolean() ? 180 : -180) + random.nextInt(3) * random.nextDouble(-1, 1));
      case GRID -> point(random.nextInt(-3, 4) * 30, random.nextInt(-6, 7) * 30);
      case CENTIMETRES -> around(48.137, 11.575, 3e-7);
      case ONE_PLACE -> new LatLon(48.137, 11.575);
    };
  }

  private double wide() {
    return random.nextInt(4) == 0 ? 180 : random.nextDouble(-180, 180);
  }

  private LatLon around(double latitude, double longitude, double spread) {
    return point(
        latitude + random.nextDouble(-spread, spread),
        longitude + random.nextDouble(-spread, spread));
  }

  private static LatLon point(double latitude, double longitude) {
    double turned =
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
    return new LatLon(Math.clamp(latitude, -90, 90), turned);
  }

  private NearQuery query() {
    LatLon centre =
        random.nextInt(4) == 0
            ? point(random.nextInt(-1, 2) * 90, random.nextInt(-2, 3) * 90)
            : position();
    double radius = RADII[random.nextInt(RADII.length)];
    NearQuery query = new NearQuery(centre, radius, LIMITS[random.nextInt(LIMITS.length)]);
    if (random.nextBoolean()) {
      query = query.in(area(centre));
    }
    if (random.nextInt(3) == 0) {
      AgeOf ageOf = random.nextBoolean() ? AgeOf.RECEPTION : AgeOf.REPORT;
      query = query.notOlderThan(random.nextInt(4) * (5 * SECOND), ageOf);
    }
    return query;
  }

  private Area area(LatLon centre) {
    double size = Math.pow(10, random.nextDouble(-7, 2));
    double south = Math.max(-90, centre.latitudeDegrees() - size * random.nextDouble());
    double north = Math.min(90, centre.latitudeDegrees() + size * random.nextDouble());
    double west = centre.longitudeDegrees() - size * random.nextDouble();
    double east = centre.longitudeDegrees() + size * random.nextDouble();
    if (random.nextBoolean()) {
      double boxWest = west < -180 ? west + 360 : west;
      return new Box(south, boxWest, north, east > 180 ? east - 360 : east);
    }
    double middle = (south + north) / 2;
    return new Polygon(
        List.of(new double[] {west, south, east, south, (west + east) / 2, middle, east, north}));
  }

  private void check(NearQuery query, NearClients found) {
    assertThat(found.isComplete()).isTrue();
    List<Double> expected =
        known.values().stream()
            .filter(each -> isMeant(query, each))
            .map(each -> GreatCircle.metres(query.centre(), each.position))
            .sorted(Comparator.naturalOrder())
            .limit(query.limit())
            .toList();
    assertThat(found.clients().stream().map(NearClient::metres).toList())
        .as("%s", query)
        .isEqualTo(expected);
    assertThat(found.clients().stream().map(NearClient::client)).doesNotHaveDuplicates();
    for (NearClient each : found.clients()) {
      Known really = known.getOrDefault(each.client(), new Known(query.centre(), 0, 0));
      assertThat(isMeant(query, really)).as("%s %s", query, each).isTrue();
      assertThat(each.metres()).isEqualTo(GreatCircle.metres(query.centre(), really.position));
      assertThat(each.position()).isEqualTo(really.position);
      assertThat(each.timeNanos()).isEqualTo(really.timeNanos);
      assertThat(each.receiveNanos()).isEqualTo(really.receiveNanos);
    }
  }

  private boolean isMeant(NearQuery query, Known each) {
    long time = query.ageOf() == AgeOf.RECEPTION ? each.receiveNanos : each.timeNanos;
    return GreatCircle.metres(query.centre(), each.position) <= query.radiusMetres()
        && query.area().contains(each.position.latitudeDegrees(), each.position.longitudeDegrees())
        && (query.maxAgeNanos() == NearQuery.ANY_AGE || nowNanos - time <= query.maxAgeNanos());
  }
}
