package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesProvidersTest {
  @TempDir Path directory = Path.of("");

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
        .hasMessage(
            "unknown places provider 'embeded'; known: embedded, google-new, google-legacy,"
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

  @Test
  void aChainIsMadeOfAllThatCanBeChosen() {
    PlacesProviders providers =
        providers(
            new SourceSettings(
                Optional.of(URI.create("http://127.0.0.1:9")),
                Optional.empty(),
                BudgetLimits.NONE,
                true,
                60));
    try (PlacesProvider chain = providers.make("chain:google-new,photon,embedded")) {
      assertThat(chain.name()).isEqualTo("chain:google-new,photon,embedded");
    }
    assertThat(PlacesProviders.problem("chain:photon,embedded:some/where")).isEmpty();
    assertThat(PlacesProviders.problem("chain:photon,photon").orElseThrow()).contains("twice");
    assertThat(PlacesProviders.problem("chain:").orElseThrow()).contains("unknown");
    assertThat(PlacesProviders.problem("embedded:").orElseThrow()).contains("unknown");
  }

  @Test
  void aSourceWithoutAPublicServiceNeedsAUrl() {
    assertThatThrownBy(() -> PlacesProviders.named("overpass"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs places.overpass.base-url")
        .hasMessageContaining("must not be the backend");
  }

  @Test
  void aSourceThatWantsAKeyGetsItFromItsFileOrTheEnvironment() throws IOException {
    assertThatThrownBy(() -> PlacesProviders.named("google-new"))
        .hasMessageContaining("set the environment variable GOOGLE_PLACES_API_KEY")
        .hasMessageContaining("places.google-new.key-file");
    Path file = Files.writeString(directory.resolve("key"), " from-a-file\n");
    for (Optional<Path> keyFile : List.of(Optional.of(file), Optional.<Path>empty())) {
      SourceSettings settings =
          new SourceSettings(Optional.empty(), keyFile, BudgetLimits.NONE, true, 60);
      List<String> keys = new ArrayList<>();
      UpstreamSource source =
          new UpstreamSource(
              "google-new",
              "https://places.example",
              true,
              (url, key) -> {
                keys.add(url + " " + key);
                return ScriptedUpstream.sources().get(0).make().apply(url, key);
              });
      try (PlacesProvider _ =
          new PlacesProviders(placesSettings(settings), List.of(source)).make("google-new")) {
        assertThat(keys)
            .containsExactly(
                "https://places.example "
                    + (keyFile.isPresent() ? "from-a-file" : "from-the-environment"));
      }
    }
  }

  @Test
  void aKeyIsNeverShown() throws IOException {
    assertThat(ApiKey.of("secret").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> ApiKey.of("secret secret")).hasMessageNotContaining("secret");
    Path file = Files.writeString(directory.resolve("key"), "two secrets");
    assertThatThrownBy(() ->
            providers(
                    new SourceSettings(
                        Optional.empty(), Optional.of(file), BudgetLimits.NONE, true, 60))
                .make("google-new"))
        .hasMessageContaining("places.google-new.key-file")
        .hasMessageNotContaining("two secrets");
  }

  private static SourceSettings complete(UpstreamSource source) {
    return new SourceSettings(
        source.defaultUrl().isEmpty()
            ? Optional.of(URI.create("http://127.0.0.1:9"))
            : Optional.empty(),
        Optional.empty(),
        BudgetLimits.NONE,
        true,
        60);
  }

  private PlacesProviders providers(SourceSettings settings) {
    return new PlacesProviders(placesSettings(settings), ScriptedUpstream.sources());
  }

  private PlacesSettings placesSettings(SourceSettings settings) {
    return new PlacesSettings(
        "Alford",
        directory,
        HerdShare.ALL,
        true,
        false,
        Map.of("google-new", settings, "photon", settings, "overpass", settings),
        () -> Optional.of(ApiKey.of("from-the-environment")));
  }
}
