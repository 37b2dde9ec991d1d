package org.placeherd.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.Box;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;

/// The index finds every group that a change concerns, whatever the filters are.
class FilterIndexTest {
  private final Random chance = new Random(5);

  private LatLon place() {
    return switch (chance.nextInt(6)) {
      case 0 -> new LatLon(chance.nextInt(-90, 91), chance.nextBoolean() ? 180 : -180);
      case 1 -> new LatLon(chance.nextBoolean() ? 90 : -90, chance.nextInt(-180, 181));
      case 2 -> new LatLon(chance.nextInt(-900, 901) / 10.0, chance.nextInt(-1800, 1801) / 10.0);
      default -> new LatLon(chance.nextDouble(-90, 90), chance.nextDouble(-180, 180));
    };
  }

  /// A place near another, so that areas have something in them.
  private LatLon near(LatLon place, double degrees) {
    double longitude = place.longitudeDegrees() + chance.nextDouble(-degrees, degrees);
    return new LatLon(
        Math.clamp(place.latitudeDegrees() + chance.nextDouble(-degrees, degrees), -90.0, 90.0),
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
  }

  private StreamFilter filter(LatLon place) {
    double size = Math.pow(10, chance.nextDouble(-3, 2));
    Optional<Box> box = Optional.empty();
    Optional<Circle> circle = Optional.empty();
    String prefix = "";
    Optional<NamePattern> pattern = Optional.empty();
    switch (chance.nextInt(4)) {
      case 0 -> {
        LatLon a = near(place, size);
        LatLon b = near(place, size);
        box =
            Optional.of(
                new Box(
                    Math.min(a.latitudeDegrees(), b.latitudeDegrees()),
                    a.longitudeDegrees(),
                    Math.max(a.latitudeDegrees(), b.latitudeDegrees()),
                    b.longitudeDegrees()));
      }
      case 1 -> circle = Optional.of(new Circle(near(place, size), size * 100_000));
      case 2 -> prefix = "c" + chance.nextInt(3);
      default -> pattern = Optional.of(new NamePattern(chance.nextBoolean() ? "c1*" : "*1"));
    }
    return new StreamFilter(prefix, pattern, box, circle);
  }

  private Recorded change(long number, LatLon now, LatLon before) {
    String line = "AT Alford +0.5 c%d %s 1".formatted(chance.nextInt(30), Iso6709.text(now));
    return new Recorded(number, StubChanges.change(0, line, Optional.of(before)));
  }

  @Test
  void noGroupThatAChangeConcernsIsLeftOut() {
    int concerned = 0;
    for (int round = 0; round < 300; round++) {
      LatLon place = place();
      FilterIndex index = new FilterIndex();
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Group group = new Group(filter(place));
        groups.add(group);
        index.add(group);
      }
      for (int number = 0; number < 30; number++) {
        Recorded change = change(number, near(place, 1), near(place, 1));
        Set<Group> found = new HashSet<>();
        index.each(change, found::add);
        for (Group group : groups) {
          if (change.kind(group.filter()) != Kind.NONE) {
            concerned++;
            assertThat(found)
                .as(String.format(Locale.ROOT, "%s for %s", group.filter(), change.place()))
                .contains(group);
          }
        }
      }
      groups.forEach(index::remove);
      Set<Group> left = new HashSet<>();
      index.each(change(99, place, place), left::add);
      assertThat(left).isEmpty();
    }
    assertThat(concerned).isGreaterThan(10_000);
  }

  @Test
  void mostFiltersAreNotLookedAt() {
    FilterIndex index = new FilterIndex();
    for (int i = 0; i < 1_000; i++) {
      double west = -170 + i * 0.3;
      index.add(
          new Group(
              new StreamFilter(
                  "",
                  Optional.empty(),
                  Optional.of(new Box(10, west, 10.2, west + 0.2)),
                  Optional.empty())));
      index.add(
          new Group(
              new StreamFilter("p" + i, Optional.empty(), Optional.empty(), Optional.empty())));
    }
    List<Group> found = new ArrayList<>();
    LatLon place = new LatLon(10.1, -20);
    index.each(change(1, place, place), found::add);
    assertThat(found).hasSizeLessThan(5);
  }

  @Test
  void starsStandForAnyBytes() {
    assertThat(new NamePattern("*").matches("")).isTrue();
    assertThat(new NamePattern("bus.*.north").matches("bus.12.north")).isTrue();
    assertThat(new NamePattern("bus.*.north").matches("bus..north")).isTrue();
    assertThat(new NamePattern("bus.*.north").matches("bus.12.north.2")).isFalse();
    assertThat(new NamePattern("*a*b*a").matches("xxabxbaba")).isTrue();
    assertThat(new NamePattern("kiwi").matches("kiwi2")).isFalse();
    assertThat(new NamePattern("k?wi[1]").matches("k?wi[1]")).isTrue();
    assertThat(new NamePattern("k?wi").matches("kiwi")).isFalse();
    assertThat(new NamePattern("bus.*").head()).isEqualTo("bus.");
  }

  @Test
  void aCircleIsInsideItsBox() {
    for (int i = 0; i < 20_000; i++) {
      LatLon centre = place();
      double size = Math.pow(10, chance.nextDouble(-3, 2));
      Circle circle = new Circle(centre, size * 100_000);
      LatLon point = near(centre, size);
      if (circle.contains(point)) {
        assertThat(circle.bounds().contains(point.latitudeDegrees(), point.longitudeDegrees()))
            .as("%s %s", circle, point)
            .isTrue();
      }
    }
  }
}
