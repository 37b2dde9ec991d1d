package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.places.SourceRequest.failure;
import static org.placeherd.places.SourceRequest.nearest;
import static org.placeherd.places.SourceRequest.read;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PhotonTest {
  private final Photon source = new Photon(URI.create("http://127.0.0.1:2322"));

  @Test
  void asksForTheNearestInKilometres() throws Exception {
    assertThat(source.request(SourceRequest.typed("cafe", 500)).uri())
        .hasToString(
            "http://127.0.0.1:2322/reverse?lat=34.5&lon=-118.25&radius=0.5&limit=50&include=osm.amenity.cafe");
    String all = source.request(nearest(0)).uri().getQuery();
    assertThat(all)
        .contains("radius=0.001&")
        .contains("osm.amenity,osm.shop,")
        .contains("osm.building.church")
        .doesNotContain("osm.building,");
    assertThat(source.request(nearest(1)).headers().firstValue("User-Agent")).hasValue("placeherd");
  }

  @Test
  void whatOpenStreetMapHasNoTagForIsRefused() {
    assertThatThrownBy(() -> source.request(SourceRequest.typed("no_such_type", 1)))
        .isInstanceOf(UpstreamFailure.class)
        .hasMessage("photon knows no places of the type 'no_such_type'");
  }

  private static String feature(String longitudeAndLatitude, String properties) {
    return "{\"geometry\":{\"coordinates\":[%s]},\"properties\":{%s}}"
        .formatted(longitudeAndLatitude, properties);
  }

  private static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\"features\":[%s]}"
        .formatted(String.join(",", features));
  }

  private static final String CAFE =
      feature(
          "-118.25,34.5",
          "\"name\":\"Café Ö\",\"osm_key\":\"amenity\",\"osm_value\":\"cafe\",\"osm_type\":\"W\",\"osm_id\":12,\"street\":\"Main St\",\"housenumber\":\"1\",\"city\":\"Town\"");

  @Test
  void readsTheLongitudeFirst() throws Exception {
    FoundPlaces found = read(source, nearest(1_000), collection(CAFE));
    FoundPlaces.Found place = found.places().getFirst();
    assertThat(place.position()).isEqualTo(SourceRequest.POINT);
    assertThat(place.json())
        .isEqualTo(
            """
            {"business_status":"OPERATIONAL","geometry":{"location":{"lat":34.5,"lng":-118.25}},"name":"Café Ö","place_id":"osm:way/12","reference":"osm:way/12","types":["cafe","point_of_interest","establishment"],"vicinity":"1 Main St, Town"}\
            """);
    assertThat(found.attributions()).singleElement().asString().contains("/copyright");
    assertThat(found.isTruncated()).isFalse();
  }

  @Test
  void whatIsNoPlaceIsLeftOutAndWhatIsNotWantedIsNotCounted() throws Exception {
    String body =
        collection(
            "5",
            feature("1", "\"name\":\"half a position\""),
            feature("\"1\",\"2\"", "\"name\":\"texts\""),
            feature("1,2", "\"osm_key\":\"amenity\""),
            feature(
                "1,2",
                "\"name\":\"a road\",\"osm_key\":\"highway\",\"osm_value\":\"primary\",\"osm_type\":\"W\",\"osm_id\":1"),
            CAFE);
    FoundPlaces found = read(source, nearest(1_000), body);
    assertThat(SourceRequest.names(found)).containsExactly("Café Ö");
    assertThat(found.leftOut()).isEqualTo(4);
    assertThat(read(source, SourceRequest.typed("bank", 1_000), body).places()).isEmpty();
    assertThat(read(source, SourceRequest.named("o CAFE"), body).places()).hasSize(1);
    assertThat(read(source, SourceRequest.named("caf"), body).places()).isEmpty();
  }

  @Test
  void aFullAnswerMayBeMore() throws Exception {
    String[] features = new String[50];
    java.util.Arrays.fill(features, CAFE);
    assertThat(read(source, nearest(1_000), collection(features)).isTruncated()).isTrue();
  }

  @Test
  void itsComplaintsAreUnderstood() {
    UpstreamFailure wrong = failure(source, 400, 0, "{\"message\":\"invalid radius\"}");
    assertThat(wrong.kind()).isEqualTo(UpstreamFailure.Kind.INVALID_REQUEST);
    assertThat(wrong).hasMessage("photon answered with status 400: invalid radius");
    assertThat(failure(source, 429, 7, "slowly").retryAfterSeconds()).isEqualTo(7);
    assertThat(failure(source, 200, 0, "{\"status\":\"Ok\"}").kind())
        .isEqualTo(UpstreamFailure.Kind.UNKNOWN_ERROR);
  }
}
