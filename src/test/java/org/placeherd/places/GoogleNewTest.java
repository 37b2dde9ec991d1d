package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.places.SourceRequest.failure;
import static org.placeherd.places.SourceRequest.nearest;
import static org.placeherd.places.SourceRequest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleNewTest {
  private static final String KEY = "secret-0815";
  private final GoogleNew source = new GoogleNew(URI.create("https://places.example/g/"), KEY);

  @Test
  void asksForTheNearestWithTheFieldsOfTheCheapestProduct() throws Exception {
    HttpRequest request = source.request(SourceRequest.typed("cafe", 500));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).hasToString("https://places.example/g/v1/places:searchNearby");
    assertThat(request.headers().firstValue("X-Goog-Api-Key")).hasValue(KEY);
    assertThat(request.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(request.headers().firstValue("X-Goog-FieldMask"))
        .hasValue(
            "places.id,places.displayName,places.location,places.viewport,places.types,places.primaryType,places.businessStatus,places.shortFormattedAddress,places.plusCode,places.iconMaskBaseUri,places.iconBackgroundColor,places.attributions");
    assertThat(new ObjectMapper().readTree(SourceRequest.body(request)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"includedTypes":["cafe"],"maxResultCount":20,"rankPreference":"DISTANCE",
                     "locationRestriction":{"circle":{"center":{"latitude":34.5,"longitude":-118.25},
                     "radius":500.0}}}\
                    """));
  }

  @Test
  void asksForThePopularAndNeverForARadiusOrALimitOfNothing() throws Exception {
    assertThat(SourceRequest.body(source.request(SourceRequest.prominent())))
        .contains("\"rankPreference\":\"POPULARITY\"")
        .doesNotContain("includedTypes");
    assertThat(SourceRequest.body(source.request(new PlacesQuery(SourceRequest.POINT, 0, 0))))
        .contains("\"maxResultCount\":1,")
        .contains("\"radius\":1.0");
  }

  @Test
  void saysThatItCannotSearchByName() {
    assertThatThrownBy(() -> source.request(SourceRequest.named("royce")))
        .isInstanceOf(UpstreamFailure.class)
        .hasMessage("google-new cannot search by name");
  }

  @Test
  void writesAPlaceInTheLegacyShape() throws Exception {
    FoundPlaces found =
        read(
            source,
            nearest(1_000),
            """
            {"places":[{"id":"ChIJ1","types":["food","cafe"],"primaryType":"cafe",
              "displayName":{"text":"Café \\"X\\"","languageCode":"en"},
              "location":{"latitude":37.790,"longitude":-122.39},
              "viewport":{"low":{"latitude":37.1,"longitude":-122.5},"high":{"latitude":37.9,"longitude":-122.1}},
              "businessStatus":"OPERATIONAL","shortFormattedAddress":"1 Main St",
              "plusCode":{"globalCode":"849V","compoundCode":"QJ SF"},
              "iconMaskBaseUri":"https://i.example/p","iconBackgroundColor":"#FFF",
              "attributions":[{"provider":"A & B","providerUri":"https://a.example/?x=\\"1\\""},{"provider":"C"},
                {"provider":"D","providerUri":"javascript:alert(1)"}]}]}\
            """);
    assertThat(found.attributions())
        .containsExactly(
            "Google Maps",
            "<a href=\"https://a.example/?x=&quot;1&quot;\">A &amp; B</a>",
            "C",
            "D");
    FoundPlaces.Found place = found.places().getFirst();
    assertThat(place.types()).containsExactly("cafe", "food");
    JsonNode json = new ObjectMapper().readTree(place.json());
    assertThat(json)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"business_status":"OPERATIONAL","geometry":{"location":{"lat":37.790,"lng":-122.39},
                      "viewport":{"northeast":{"lat":37.9,"lng":-122.1},"southwest":{"lat":37.1,"lng":-122.5}}},
                     "icon_background_color":"#FFF","icon_mask_base_uri":"https://i.example/p",
                     "name":"Café \\"X\\"","place_id":"ChIJ1",
                     "plus_code":{"compound_code":"QJ SF","global_code":"849V"},
                     "reference":"ChIJ1","types":["cafe","food"],"vicinity":"1 Main St"}\
                    """));
    assertThat(place.json()).contains("37.790");
  }

  @Test
  void onePlaceThatIsNoneDoesNotSpoilTheOthers() throws Exception {
    FoundPlaces found =
        read(
            source,
            nearest(1_000),
            """
            {"places":[5,{},{"id":"a","displayName":{"text":"no position"}},
             {"id":"b","displayName":{"text":"nowhere"},"location":{"latitude":91,"longitude":0}},
             {"id":"c","displayName":"no object","location":{"latitude":1,"longitude":0}},
             {"id":"d","displayName":{"text":"odd"},"location":{"latitude":1,"longitude":0},"types":"cafe",
              "viewport":{"low":5},"plusCode":7,"attributions":{"provider":3}},
             {"id":"e","displayName":{"text":"closed"},"location":{"latitude":1,"longitude":0},
              "businessStatus":"CLOSED_TEMPORARILY"}]}\
            """);
    assertThat(SourceRequest.names(found)).containsExactly("odd", "closed");
    assertThat(found.leftOut()).isEqualTo(5);
    assertThat(found.places().get(1).isClosed()).isTrue();
    assertThat(found.places().getFirst().types()).isEmpty();
  }

  @Test
  void anEmptyObjectIsNothingAndAFullPageMayBeMore() throws Exception {
    assertThat(read(source, nearest(1_000), "{}").places()).isEmpty();
    assertThat(read(source, nearest(1_000), "{}").isTruncated()).isFalse();
    String place = "{\"id\":\"%d\"}";
    String page = (place + ",").repeat(19) + place;
    assertThat(read(source, nearest(1_000), "{\"places\":[" + page + "]}").isTruncated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, API_KEY_INVALID, REQUEST_DENIED",
    "403, PERMISSION_DENIED, API_KEY_SERVICE_BLOCKED, REQUEST_DENIED",
    "403, PERMISSION_DENIED, SERVICE_DISABLED, REQUEST_DENIED",
    "403, PERMISSION_DENIED, '', REQUEST_DENIED",
    "429, RESOURCE_EXHAUSTED, RATE_LIMIT_EXCEEDED, OVER_QUERY_LIMIT",
    "400, INVALID_ARGUMENT, '', INVALID_REQUEST",
    "404, NOT_FOUND, '', INVALID_REQUEST",
    "500, INTERNAL, '', UNKNOWN_ERROR",
    "503, UNAVAILABLE, '', UNKNOWN_ERROR",
    "504, DEADLINE_EXCEEDED, '', UNKNOWN_ERROR"
  })
  void theReasonOfAnErrorComesFirst(
      int http, String status, String reason, UpstreamFailure.Kind kind) {
    String details =
        reason.isEmpty()
            ? ""
            : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"%s\"}]"
                .formatted(reason);
    String body =
        "{\"error\":{\"code\":%d,\"message\":\"why\",\"status\":\"%s\"%s}}"
            .formatted(http, status, details);
    assertThat(failure(source, http, 0, body).kind()).isEqualTo(kind);
    assertThat(failure(source, http, 0, body)).hasMessageContaining("why");
  }

  @Test
  void aDelayThatIsAskedForIsKept() {
    String body =
        """
        {"error":{"status":"RESOURCE_EXHAUSTED","details":[
          {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}\
        """;
    assertThat(failure(source, 429, 0, body.formatted("7.2s")).retryAfterSeconds()).isEqualTo(8);
    assertThat(failure(source, 429, 9, body.formatted("7s")).retryAfterSeconds()).isEqualTo(9);
    assertThat(failure(source, 429, 0, body.formatted("soon")).retryAfterSeconds()).isZero();
    assertThat(failure(source, 429, 0, body.formatted("999999999s")).retryAfterSeconds())
        .isEqualTo(3_600);
    assertThat(failure(source, 429, 3, "<html>").retryAfterSeconds()).isEqualTo(3);
  }

  @Test
  void aLongComplaintIsCutAndTheKeyIsBlottedOut() {
    String body =
        "{\"error\":{\"status\":\"X\",\"message\":\"bad %s\\n%s\"}}"
            .formatted(KEY, "x".repeat(900));
    assertThat(failure(source, 400, 0, body))
        .hasMessageContaining("bad (key) xxx")
        .hasMessageNotContaining(KEY);
    assertThat(String.valueOf(failure(source, 400, 0, body).getMessage())).hasSizeLessThan(300);
  }

  @Test
  void whatIsNoObjectIsTroubleOfItsOwn() {
    for (String body :
        new String[] {"", "[]", "{\"places\":", "{} {}", "null", "<html>", "{\"places\":5}"}) {
      assertThat(failure(source, 200, 0, body).kind())
          .isEqualTo(UpstreamFailure.Kind.UNKNOWN_ERROR);
    }
  }
}
