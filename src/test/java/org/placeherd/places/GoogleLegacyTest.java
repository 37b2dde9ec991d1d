package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.places.SourceRequest.failure;
import static org.placeherd.places.SourceRequest.nearest;
import static org.placeherd.places.SourceRequest.read;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleLegacyTest {
  private final GoogleLegacy source = new GoogleLegacy(URI.create("https://maps.example"), "a+key");

  private String query(PlacesQuery query) {
    assertThat(source.request(query).uri().getPath())
        .isEqualTo("/maps/api/place/nearbysearch/json");
    return source.request(query).uri().getRawQuery();
  }

  @Test
  void asksForTheNearestWhereItMayAndElseForTheProminent() {
    assertThat(query(nearest(1_000)))
        .isEqualTo("location=34.5%2C-118.25&radius=1000.0&key=a%2Bkey");
    assertThat(query(nearest(0))).contains("&radius=1.0&");
    assertThat(query(SourceRequest.prominent())).contains("&radius=1000.0&");
    assertThat(query(SourceRequest.typed("cafe", 1_000)))
        .isEqualTo("location=34.5%2C-118.25&rankby=distance&type=cafe&key=a%2Bkey");
    assertThat(query(SourceRequest.named("royce hall")))
        .isEqualTo("location=34.5%2C-118.25&rankby=distance&keyword=royce+hall&key=a%2Bkey");
  }

  @Test
  void showsResultsAsTheyCame() throws Exception {
    String result =
        """
        {"name":"Café","place_id":"x","geometry":{"location":{"lat":34.50,"lng":-118.2500}},"rating":4.50,"permanently_closed":true,"types":["cafe","food"],"strange":{"a":[1,null]}}\
        """;
    FoundPlaces found =
        read(
            source,
            nearest(1_000),
            """
            {"html_attributions":["Listings by <a href=\\"x\\">X</a>"],"next_page_token":"t",
             "results":[%s],"status":"OK"}\
            """
                .formatted(result));
    assertThat(found.places().getFirst().json()).isEqualTo(result);
    assertThat(found.places().getFirst().isClosed()).isTrue();
    assertThat(found.attributions())
        .containsExactly("Google Maps", "Listings by <a href=\"x\">X</a>");
    assertThat(found.isTruncated()).isTrue();
  }

  @Test
  void whatIsRankedByDistanceIsCutWhereTheCircleEnds() throws Exception {
    String body =
        """
        {"results":[{"name":"in","geometry":{"location":{"lat":34.501,"lng":-118.25}}},
          {"name":"out","geometry":{"location":{"lat":34.6,"lng":-118.25}}},{"name":"nowhere"},7],
         "status":"OK"}\
        """;
    FoundPlaces typed = read(source, SourceRequest.typed("cafe", 1_000), body);
    assertThat(SourceRequest.names(typed)).containsExactly("in");
    assertThat(typed.leftOut()).isEqualTo(2);
    assertThat(SourceRequest.names(read(source, nearest(1_000), body)))
        .containsExactly("in", "out");
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, INVALID_REQUEST",
    "REQUEST_DENIED, REQUEST_DENIED",
    "OVER_QUERY_LIMIT, OVER_QUERY_LIMIT",
    "OVER_DAILY_LIMIT, OVER_QUERY_LIMIT",
    "UNKNOWN_ERROR, UNKNOWN_ERROR",
    "SOMETHING_ELSE, UNKNOWN_ERROR",
    "'', UNKNOWN_ERROR"
  })
  void itsStatusIsOurs(String status, UpstreamFailure.Kind kind) {
    UpstreamFailure failure =
        failure(
            source,
            200,
            0,
            "{\"error_message\":\"a+key is bad\",\"results\":[],\"status\":\"%s\"}"
                .formatted(status));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageEndingWith(", (key) is bad");
  }

  @Test
  void nothingIsAnAnswer() throws Exception {
    FoundPlaces found =
        read(source, nearest(1_000), "{\"results\":[],\"status\":\"ZERO_RESULTS\"}");
    assertThat(found.places()).isEmpty();
    assertThat(found.isTruncated()).isFalse();
  }
}
