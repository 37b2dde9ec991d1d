package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

class DemoPlacesTest {
  private static final List<Place> PLACES = DemoPlaces.places();
  private static final LatLon UCLA = new LatLon(34.068930, -118.445127);

  @Test
  void areMoreThanFiveHundredWithAnIdEach() {
    assertThat(PLACES).hasSizeGreaterThanOrEqualTo(520);
    assertThat(PLACES.stream().map(Place::id)).doesNotHaveDuplicates();
    assertThat(PLACES).allSatisfy(place -> assertThat(place.id()).matches("demo:[a-z0-9-]+"));
  }

  @Test
  void haveEveryField() {
    assertThat(PLACES)
        .allSatisfy(place -> {
          assertThat(place.name()).isNotBlank().isEqualTo(place.name().strip());
          assertThat(place.types()).singleElement().asString().matches("[a-z_]+");
          assertThat(place.vicinity()).matches("\\S.*, .*\\S");
        });
  }

  @Test
  void areNotListedTwice() {
    Set<String> seen = new HashSet<>();
    assertThat(PLACES)
        .allMatch(place -> seen.add(place.name() + " in " + place.vicinity()), "listed once");
  }

  @Test
  void areOfManyCategories() {
    assertThat(PLACES.stream().map(Place::types).distinct().count()).isGreaterThanOrEqualTo(25);
  }

  @Test
  void areManyAroundUcla() {
    assertThat(PLACES)
        .filteredOn(place -> GreatCircle.metres(UCLA, place.position()) <= 3_000)
        .hasSizeGreaterThanOrEqualTo(25)
        .extracting(Place::name)
        .contains("Royce Hall", "Powell Library", "Diddy Riese");
  }

  /// Rough boxes, only to notice a continent that is empty or a sign that is lost.
  @Test
  void areOnAllContinents() {
    assertThat(in(15, 72, -170, -50)).as("North America").isGreaterThan(100);
    assertThat(in(-56, 12, -82, -34)).as("South America").isGreaterThan(30);
    assertThat(in(36, 72, -25, 40)).as("Europe").isGreaterThan(150);
    assertThat(in(-35, 37, -18, 35)).as("Africa").isGreaterThan(30);
    assertThat(in(1, 60, 60, 150)).as("Asia").isGreaterThan(100);
    assertThat(in(-48, -8, 112, 180)).as("Oceania").isGreaterThan(30);
    assertThat(in(-90, -60, -180, 180)).as("Antarctica").isGreaterThanOrEqualTo(5);
  }

  @Test
  void areLabelledAsDemoInTheirTable() throws IOException {
    try (var table = DemoPlaces.class.getResourceAsStream("demo-places.tsv")) {
      assertThat(table)
          .asString(java.nio.charset.StandardCharsets.UTF_8)
          .startsWith("# " + DemoPlaces.ATTRIBUTION + "\n");
    }
  }

  @Test
  void aLineWithAFieldTooFewIsNamed() {
    assertThatThrownBy(() -> read("# remark\nx\tX\tpark\t1.0\t2.0\tSomewhere\n"))
        .hasMessage("demo-places.tsv line 2: needs 7 fields separated by tabs, has 6");
  }

  @Test
  void aLineOffTheSphereIsNamed() {
    assertThatThrownBy(() -> read("x\tX\tpark\t91.0\t2.0\tSomewhere\tNowhere\n"))
        .hasMessageContaining("line 1")
        .hasMessageContaining("91.0");
    assertThatThrownBy(() -> read("\nx\tX\tpark\teast\t2.0\tSomewhere\tNowhere\n"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("east");
  }

  private static List<Place> read(String table) throws IOException {
    return DemoPlaces.read(new BufferedReader(new StringReader(table)));
  }

  private static int in(double south, double north, double west, double east) {
    return PLACES.stream()
        .map(Place::position)
        .filter(at -> at.latitudeDegrees() >= south && at.latitudeDegrees() <= north)
        .filter(at -> at.longitudeDegrees() >= west && at.longitudeDegrees() <= east)
        .collect(Collectors.toList())
        .size();
  }
}
