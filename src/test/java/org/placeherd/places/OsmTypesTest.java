package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OsmTypesTest {
  @Test
  void theMostTellingKeyDecides() {
    assertThat(OsmTypes.typesOf(Map.of("amenity", "cafe", "building", "church")))
        .containsExactly("cafe");
    assertThat(OsmTypes.typesOf(Map.of("amenity", "bench", "building", "church")))
        .containsExactly("church");
    assertThat(OsmTypes.typesOf(Map.of("highway", "primary", "name", "Main St"))).isEmpty();
    assertThat(OsmTypes.typesOf(Map.of())).isEmpty();
  }

  @Test
  void aSecondTagMakesATypeMoreTelling() {
    assertThat(OsmTypes.typesOf(Map.of("amenity", "place_of_worship", "religion", "jewish")))
        .containsExactly("synagogue", "place_of_worship");
    assertThat(OsmTypes.typesOf(Map.of("amenity", "place_of_worship", "religion", "other")))
        .containsExactly("place_of_worship");
    assertThat(OsmTypes.typesOf(Map.of("religion", "jewish"))).isEmpty();
  }

  @Test
  void whatIsAskedForATypeFindsIt() {
    assertThat(OsmTypes.tagsOf("mosque"))
        .contains(new OsmTag("amenity", "place_of_worship"), new OsmTag("building", "mosque"));
    assertThat(OsmTypes.tagsOf("no_such_type")).isEmpty();
    int tags = 0;
    for (String key : OsmTypes.KEYS) {
      List<String> values = OsmTypes.valuesOf(key);
      assertThat(values).isNotEmpty().doesNotHaveDuplicates();
      for (String value : values) {
        tags++;
        List<String> types = OsmTypes.typesOf(Map.of(key, value));
        assertThat(types).as(key + "=" + value).hasSize(1);
        assertThat(OsmTypes.tagsOf(types.getFirst())).contains(new OsmTag(key, value));
      }
    }
    assertThat(tags).isGreaterThan(150);
  }
}
