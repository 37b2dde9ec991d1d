package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesProvidersTest {
  @Test
  void makesTheProviderOfEachKnownName() {
    for (UpstreamSource source : ScriptedUpstream.sources()) {
      try (PlacesProvider provider = providers(complete(source)).make(source.name())) {
        assertThat(provider.name()).isEqualTo(source.name());
      }
    }
    try (PlacesProvider provider = PlacesProviders.named("embedded")) {
      assertThat(provider.name()).isEqualTo("embedded");
    }
  }

  @Test
  void refusesAnUnknownNameWithTheKnownOnes() {
    assertThatThrownBy(() -> PlacesProviders.named("embeded"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown places provider 'embeded'; known: embedded, google-new, google-legacy,"
                + " photon, overpass; nearest: embedded");
  }

  @Test
  void namesTheNearestOfSeveral() {
    List<String> known = List.of("embedded", "google-new", "photon");
    assertThat(PlacesProviders.unknown("fotom", known)).endsWith("nearest: photon");
    assertThat(PlacesProviders.unknown("google", known)).endsWith("nearest: google-new");
    assertThat(PlacesProviders.unknown("EMBEDDED", known))
        .contains("known: embedded, google-new, photon");
  }
}
