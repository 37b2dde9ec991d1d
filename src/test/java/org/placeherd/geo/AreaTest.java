package org.placeherd.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.Area.Overlap;

class AreaTest {
  private static Polygon polygon(double... longitudesAndLatitudes) {
    return new Polygon(List.of(longitudesAndLatitudes));
  }

  @Test
  void aBoxHasItsEdges() {
    Box box = new Box(-10, 20, 30, 40);
    assertThat(box.contains(-10, 20)).isTrue();
    assertThat(box.contains(30, 40)).isTrue();
    assertThat(box.contains(0, 19.999)).isFalse();
    assertThat(box.contains(30.001, 30)).isFalse();
  }

  @Test
  void aBoxWhoseWestIsEastOfItsEastGoesAcrossTheDateLine() {
    Box box = new Box(-10, 170, 10, -170);
    assertThat(box.contains(0, 175)).isTrue();
    assertThat(box.contains(0, -175)).isTrue();
    assertThat(box.contains(0, 180)).isTrue();
    assertThat(box.contains(0, -180)).isTrue();
    assertThat(box.contains(0, 0)).isFalse();
  }

  @Test
  void theDateLineHasTwoNamesAndAPoleHasAll() {
    assertThat(new Box(-10, -180, 10, -170).contains(0, 180)).isTrue();
    assertThat(new Box(-10, 170, 10, 180).contains(0, -180)).isTrue();
    assertThat(new Box(80, 10, 90, 20).contains(90, -100)).isTrue();
    assertThat(new Box(80, 10, 90, 20).contains(89.999, -100)).isFalse();
    assertThat(new Box(-90, 10, -80, 20).contains(-90, 0)).isTrue();
  }

  @Test
  void boxesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new Box(10, 0, 5, 1)).hasMessageContaining("give south before north");
    assertThatThrownBy(() -> new Box(0, 0, 91, 1)).hasMessageContaining("−90 … 90");
    assertThatThrownBy(() -> new Box(0, -181, 1, 1)).hasMessageContaining("−180 … 180");
    assertThatThrownBy(() -> new Box(Double.NaN, 0, 1, 1)).hasMessageContaining("NaN");
  }

  @Test
  void aPolygonHasWhatIsInsideItsRing() {
    Polygon triangle = polygon(0, 0, 10, 0, 0, 10, 0, 0);
    assertThat(triangle.contains(2, 2)).isTrue();
    assertThat(triangle.contains(6, 6)).isFalse();
    assertThat(triangle.contains(-1, 2)).isFalse();
    Polygon cup = polygon(0, 0, 9, 0, 9, 9, 6, 9, 6, 3, 3, 3, 3, 9, 0, 9);
    assertThat(cup.contains(6, 1)).isTrue();
    assertThat(cup.contains(6, 4.5)).isFalse();
    assertThat(cup.contains(6, 8)).isTrue();
  }

  @Test
  void anInnerRingIsAHoleAndASecondRingIsAnotherPart() {
    double[] outer = {0, 0, 10, 0, 10, 10, 0, 10};
    double[] hole = {4, 4, 6, 4, 6, 6, 4, 6};
    double[] apart = {20, 0, 30, 0, 30, 10, 20, 10};
    Polygon polygon = new Polygon(List.of(outer, hole, apart));
    assertThat(polygon.contains(2, 2)).isTrue();
    assertThat(polygon.contains(5, 5)).isFalse();
    assertThat(polygon.contains(5, 25)).isTrue();
    assertThat(polygon.contains(5, 15)).isFalse();
  }

  @Test
  void aPolygonGoesAcrossTheDateLineBeyond180OrInTwoRings() {
    Polygon beyond = polygon(170, -10, 190, -10, 190, 10, 170, 10);
    Polygon westward = polygon(-190, -10, -170, -10, -170, 10, -190, 10);
    Polygon cut =
        new Polygon(
            List.of(
                new double[] {170, -10, 180, -10, 180, 10, 170, 10},
                new double[] {-180, -10, -170, -10, -170, 10, -180, 10}));
    for (Polygon each : List.of(beyond, westward, cut)) {
      assertThat(each.contains(0, 175)).isTrue();
      assertThat(each.contains(0, -175)).isTrue();
      assertThat(each.contains(0, 0)).isFalse();
      assertThat(each.contains(0, -165)).isFalse();
    }
    Polygon theLongWay = polygon(170, -10, -170, -10, -170, 10, 170, 10);
    assertThat(theLongWay.contains(0, 0)).isTrue();
    assertThat(theLongWay.contains(0, 175)).isFalse();
  }

  @Test
  void polygonsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> polygon(0, 0, 1, 1, 0, 0)).hasMessageContaining("three different");
    assertThatThrownBy(() -> polygon(0, 0, 1, 1, 0)).hasMessageContaining("a latitude for each");
    assertThatThrownBy(() -> polygon(0, 0, 1, 91, 1, 0)).hasMessageContaining("−90 … 90");
    assertThatThrownBy(() -> polygon(0, 0, 361, 0, 1, 1)).hasMessageContaining("−360 … 360");
    assertThatThrownBy(() -> new Polygon(List.of())).hasMessageContaining("3 … 1000 corners");
    assertThatThrownBy(() -> polygon(new double[2 * Polygon.MAX_CORNERS + 4]))
        .hasMessageContaining("3 … 1000 corners");
  }

  /// What a box is said to have of an area is tried with points of the box, corners and edges among
  /// them.
  @Test
  void theOverlapWithABoxIsRightForEveryPointOfTheBox() {
    SplittableRandom random = new SplittableRandom(11);
    List<Area> areas = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      areas.add(randomBox(random));
      areas.add(randomPolygon(random));
    }
    Set<Overlap> seen = EnumSet.noneOf(Overlap.class);
    for (Area area : areas) {
      for (int i = 0; i < 400; i++) {
        Box box = randomPlainBox(random);
        Overlap overlap = area.overlap(box);
        seen.add(overlap);
        for (int j = 0; j < 12 && overlap != Overlap.SOME; j++) {
          assertThat(area.contains(latitudeIn(box, random), longitudeIn(box, random)))
              .as("%s %s", area, box)
              .isEqualTo(overlap == Overlap.ALL);
        }
      }
    }
    assertThat(seen).containsExactly(Overlap.values());
  }

  private static Box randomBox(SplittableRandom random) {
    double south = rounded(random.nextDouble(-90, 90));
    double north = Math.min(90, south + rounded(random.nextDouble(0, 90)));
    return new Box(
        south, rounded(random.nextDouble(-180, 180)), north, rounded(random.nextDouble(-180, 180)));
  }

  private static Box randomPlainBox(SplittableRandom random) {
    double size = Math.pow(10, random.nextDouble(-2, 2));
    double south = rounded(random.nextDouble(-95, 90));
    double west = rounded(random.nextDouble(-185, 180));
    return new Box(
        Math.max(-90, south),
        Math.max(-180, west),
        Math.clamp(south + size, Math.max(-90, south), 90),
        Math.clamp(west + size, Math.max(-180, west), 180));
  }

  private static Polygon randomPolygon(SplittableRandom random) {
    int corners = random.nextInt(3, 9);
    double middleX = random.nextDouble(-200, 200);
    double middleY = random.nextDouble(-60, 60);
    double[] ring = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double radius = random.nextDouble(1, 90);
      double angle = 2 * Math.PI * i / corners;
      ring[2 * i] = Math.clamp(rounded(middleX + radius * Math.cos(angle)), -360, 360);
      ring[2 * i + 1] = Math.clamp(rounded(middleY + radius * Math.sin(angle)), -90, 90);
    }
    return new Polygon(List.of(ring));
  }

  /// Often a whole number, so that edges meet.
  private static double rounded(double degrees) {
    return Math.round(degrees);
  }

  private static double latitudeIn(Box box, SplittableRandom random) {
    return pick(box.southDegrees(), box.northDegrees(), random);
  }

  private static double longitudeIn(Box box, SplittableRandom random) {
    return pick(box.westDegrees(), box.eastDegrees(), random);
  }

  private static double pick(double from, double to, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> from;
      case 1 -> to;
      default -> from + (to - from) * random.nextDouble();
    };
  }
}
