package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.maps.GeoApiContext;
import com.google.maps.NearbySearchRequest;
import com.google.maps.PlacesApi;
import com.google.maps.errors.InvalidRequestException;
import com.google.maps.errors.OverQueryLimitException;
import com.google.maps.errors.RequestDeniedException;
import com.google.maps.errors.UnknownErrorException;
import com.google.maps.model.LatLng;
import com.google.maps.model.PlaceType;
import com.google.maps.model.PlacesSearchResponse;
import com.google.maps.model.PlacesSearchResult;
import com.google.maps.model.RankBy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.places.PlacesProviders;
import org.placeherd.places.ScriptedPlaces;

/// Google's own Java client reads what our servers answer, as if it came from Google.
class NearbySearchOverHttpTest {
  private static final LatLng UCLA = new LatLng(34.0689, -118.4452);
  private static final LatLng SEA = new LatLng(-48.8767, -123.3933);

  private final Path data;
  private final TestHerd herd;

  NearbySearchOverHttpTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  /// A client of Google's that does not try again, so that it shows what it was told.
  private static GeoApiContext google(int port) {
    return new GeoApiContext.Builder()
        .apiKey("AIza-none-of-ours")
        .baseUrlOverride("http://127.0.0.1:" + port)
        .disableRetries()
        .build();
  }

  private int withDemoPlaces() throws Exception {
    herd.provider = Optional.of(PlacesProviders.named("embedded"));
    return herd.startWithHttp("Alford");
  }

  private static List<String> names(PlacesSearchResponse response) {
    return Arrays.stream(response.results).map(result -> result.name).toList();
  }

  private static NearbySearchRequest near(GeoApiContext google, LatLng where, int radiusMetres) {
    return PlacesApi.nearbySearchQuery(google, where).radius(radiusMetres);
  }

  @Test
  void findsWhatIsNear() throws Exception {
    try (GeoApiContext google = google(withDemoPlaces())) {
      PlacesSearchResponse response = near(google, UCLA, 3_000).await();
      assertThat(response.results).hasSize(20);
      assertThat(response.nextPageToken).isNull();
      assertThat(response.htmlAttributions)
          .containsExactly("demo landmarks, written by hand, positions approximate");
      assertThat(names(response)).contains("Royce Hall");
      PlacesSearchResult hall =
          Arrays.stream(response.results)
              .filter(result -> result.name.equals("Royce Hall"))
              .findFirst()
              .orElseThrow();
      assertThat(hall.placeId).isEqualTo("demo:royce-hall");
      assertThat(hall.geometry.location.lat).isEqualTo(34.0729);
      assertThat(hall.geometry.location.lng).isEqualTo(-118.4422);
      assertThat(hall.types).contains("tourist_attraction", "point_of_interest", "establishment");
      assertThat(hall.vicinity).isEqualTo("Los Angeles, United States");
      assertThat(hall.businessStatus).isEqualTo("OPERATIONAL");
    }
  }

  @Test
  void findsByDistanceTypeAndWords() throws Exception {
    try (GeoApiContext google = google(withDemoPlaces())) {
      PlacesSearchResponse museums =
          PlacesApi.nearbySearchQuery(google, UCLA)
              .rankby(RankBy.DISTANCE)
              .type(PlaceType.MUSEUM)
              .language("de")
              .await();
      assertThat(museums.results).isNotEmpty();
      assertThat(museums.results).allMatch(result -> List.of(result.types).contains("museum"));
      PlacesSearchResponse named = near(google, UCLA, 50_000).keyword("royce").await();
      assertThat(names(named)).containsExactly("Royce Hall");
      assertThat(names(near(google, UCLA, 50_000).name("hall royce").await()))
          .containsExactly("Royce Hall");
    }
  }

  @Test
  void nothingNearIsAnEmptyList() throws Exception {
    try (GeoApiContext google = google(withDemoPlaces())) {
      assertThat(near(google, SEA, 50_000).await().results).isEmpty();
    }
  }

  @Test
  void aPageTokenIsAnInvalidRequest() throws Exception {
    try (GeoApiContext google = google(withDemoPlaces())) {
      assertThatThrownBy(() -> PlacesApi.nearbySearchNextPage(google, "token").await())
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("This server gives no page tokens, so it takes none.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "403, REQUEST_DENIED",
    "429, OVER_QUERY_LIMIT",
    "500, UNKNOWN_ERROR"
  })
  void whatASourceSaysArrivesAsTheRightException(int httpStatus, String status) throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.free(data)) {
      source.fail(httpStatus);
      herd.provider = Optional.of(source);
      try (GeoApiContext google = google(herd.startWithHttp("Alford"))) {
        assertThatThrownBy(() -> near(google, UCLA, 1_000).await())
            .isInstanceOf(
                switch (status) {
                  case "INVALID_REQUEST" -> InvalidRequestException.class;
                  case "REQUEST_DENIED" -> RequestDeniedException.class;
                  case "OVER_QUERY_LIMIT" -> OverQueryLimitException.class;
                  default -> UnknownErrorException.class;
                });
      }
    }
  }

  @Test
  void aSpentBudgetIsOverTheLimit() throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.paid(data, 1).with(34.0689, -118.4452, "Here")) {
      herd.provider = Optional.of(source);
      try (GeoApiContext google = google(herd.startWithHttp("Alford"))) {
        assertThat(names(near(google, UCLA, 1_000).await())).containsExactly("Here");
        assertThatThrownBy(() -> near(google, UCLA, 1_000).await())
            .isInstanceOf(OverQueryLimitException.class);
        assertThat(source.calls()).isEqualTo(1);
      }
    }
  }

  @Test
  void aConnectionThatAsksTooOftenForWhatCostsMoneyIsOverTheLimit() throws Exception {
    try (ScriptedPlaces source = ScriptedPlaces.paid(data, 1_000_000)) {
      herd.provider = Optional.of(source);
      try (GeoApiContext google = google(herd.startWithHttp("Alford"))) {
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    near(google, UCLA, 1_000).await();
                  }
                })
            .isInstanceOf(OverQueryLimitException.class);
        assertThat(source.calls()).isBetween(60, 999);
      }
    }
  }

  @Test
  void placesThatHangAreAnsweredByTheDeadline() throws Exception {
    herd.placesDeadline = Duration.ofMillis(100);
    herd.places.hang(true);
    try (GeoApiContext google = google(herd.startWithHttp("Alford"))) {
      assertThatThrownBy(() -> near(google, UCLA, 1_000).await())
          .isInstanceOf(UnknownErrorException.class);
    }
  }
}
