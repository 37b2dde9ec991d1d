package org.placeherd.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.geo.LatLon;
import org.placeherd.web.NearbySearch.Order;

/// Google's rules of the legacy Nearby Search.
class NearbyParametersTest {
  private static MultiMap parameters(String query) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (String each : query.split("&", -1)) {
      String[] parts = each.split("=", 2);
      all.add(parts[0], parts[1]);
    }
    return all;
  }

  private static NearbySearch read(String query) throws InvalidRequest {
    return NearbyParameters.read(parameters(query));
  }

  @Test
  void theLeastIsALocationAndARadius() throws InvalidRequest {
    assertThat(read("location=34.0689,-118.4452&radius=1500"))
        .isEqualTo(
            new NearbySearch(
                new LatLon(34.0689, -118.4452),
                1500,
                Optional.empty(),
                Optional.empty(),
                Order.PROMINENCE));
  }

  @Test
  void aLargerRadiusIsTakenForTheLargest() throws InvalidRequest {
    assertThat(read("location=0,0&radius=50001").radiusMetres()).isEqualTo(50_000);
    assertThat(read("location=0,0&radius=999999999999").radiusMetres()).isEqualTo(50_000);
    assertThat(read("location=0,0&radius=0.5").radiusMetres()).isEqualTo(0.5);
  }

  @Test
  void byDistanceThereIsNoRadiusAndSoTheLargest() throws InvalidRequest {
    NearbySearch search = read("location=-90,+180&rankby=distance&type=cafe");
    assertThat(search.order()).isEqualTo(Order.DISTANCE);
    assertThat(search.radiusMetres()).isEqualTo(50_000);
    assertThat(search.type()).contains("cafe");
  }

  @Test
  void ofSeveralTypesTheFirstCountsAndOfSeveralWithCommasNone() throws InvalidRequest {
    assertThat(read("location=0,0&radius=1&type=bar|cafe").type()).contains("bar");
    assertThat(read("location=0,0&radius=1&type=bar,cafe").type()).isEmpty();
    assertThat(read("location=0,0&radius=1&type=|cafe").type()).isEmpty();
    assertThat(read("location=0,0&radius=1&type=").type()).isEmpty();
  }

  @Test
  void nameIsAnOlderWordForKeyword() throws InvalidRequest {
    assertThat(read("location=0,0&radius=1&keyword=Blue Bottle").words()).contains("Blue Bottle");
    assertThat(read("location=0,0&radius=1&name=Blue").words()).contains("Blue");
    assertThat(read("location=0,0&radius=1&name=Blue&keyword=Bottle").words())
        .contains("Bottle Blue");
    assertThat(read("location=0,0&radius=1&keyword= &name=").words()).isEmpty();
  }

  @Test
  void whatWeDoNotKnowIsIgnored() throws InvalidRequest {
    assertThat(
            read(
                "location=0,0&radius=1&key=K&language=de&opennow=true&minprice=1&maxprice=2&sensor=false"))
        .isEqualTo(read("location=0,0&radius=1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          radius=1                                  | parameter location is missing
          location=&radius=1                        | parameter location is missing
          location=0,0                              | parameter radius is missing
          location=0&radius=1                       | location must be latitude,longitude
          location=0,0,0&radius=1                   | location must be latitude,longitude
          location=91,0&radius=1                    | location must be latitude,longitude
          location=0,180.1&radius=1                 | location must be latitude,longitude
          location=1e1,0&radius=1                   | location must be latitude,longitude
          location=NaN,0&radius=1                   | location must be latitude,longitude
          location=0,0&radius=0                     | radius must be a number
          location=0,0&radius=-1                    | radius must be a number
          location=0,0&radius=near                  | radius must be a number
          location=0,0&radius=1e3                   | radius must be a number
          location=0,0&radius=1&rankby=price        | rankby must be
          location=0,0&radius=1&rankby=distance&type=bar | radius must not be given
          location=0,0&rankby=distance              | keyword, name or type must be given
          location=0,0&rankby=distance&type=bar,pub | keyword, name or type must be given
          location=0,0&radius=1&type=B A R          | type must be one type
          pagetoken=x                               | gives no page tokens
          location=0,0&radius=1&pagetoken=x         | gives no page tokens
          """)
  void whatIsMissingOrContradictsIsSaid(String query, String message) {
    InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> read(query));
    assertThat(refusal.sentence()).contains(message).endsWith(".");
  }

  @Test
  void moreWordsThanAnyNameHasAreRefused() throws InvalidRequest {
    assertThat(read("location=0,0&radius=1&keyword=" + "x".repeat(256)).words()).isPresent();
    InvalidRequest refusal =
        catchThrowableOfType(
            InvalidRequest.class, () -> read("location=0,0&radius=1&keyword=" + "x".repeat(257)));
    assertThat(refusal.sentence()).contains("at most 256 characters");
  }
}
