package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.places.SourceRequest.failure;
import static org.placeherd.places.SourceRequest.nearest;
import static org.placeherd.places.SourceRequest.read;

import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverpassTest {
  private final Overpass source = new Overpass(URI.create("http://127.0.0.1:12345"));

  private String script(PlacesQuery query) throws UpstreamFailure {
    assertThat(source.request(query).uri()).hasToString("http://127.0.0.1:12345/api/interpreter");
    String body = SourceRequest.body(source.request(query));
    assertThat(body).startsWith("data=");
    return URLDecoder.decode(body.substring("data=".length()), UTF_8);
  }

  @Test
  void asksForTheTagsOfATypeOrForAllPlaces() throws Exception {
    assertThat(script(SourceRequest.typed("cafe", 200)))
        .isEqualTo(
            "[out:json][timeout:1];(nwr(around:200.0,34.5,-118.25)[\"name\"][\"amenity\"=\"cafe\"];);out center tags 200;");
    assertThat(script(SourceRequest.typed("bakery", 200)))
        .contains("[\"shop\"~\"^(bakery|pastry)$\"];");
    assertThat(script(nearest(200)))
        .contains("[\"name\"][\"amenity\"];")
        .contains("[\"building\"~\"^(church|");
    assertThatThrownBy(() -> source.request(SourceRequest.typed("no_such_type", 1)))
        .hasMessageContaining("no_such_type");
  }

  private List<Double> radii(PlacesQuery query) {
    return source.steps(query).stream().map(PlacesQuery::radiusMetres).toList();
  }

  @Test
  void theRadiusGrowsAndWithoutATypeNotTooFar() {
    assertThat(radii(nearest(100))).containsExactly(100.0);
    assertThat(radii(nearest(5_700))).containsExactly(200.0, 800.0, 5_700.0);
    assertThat(radii(nearest(10_700))).containsExactly(200.0, 800.0, 3_000.0, 10_700.0);
    assertThat(radii(nearest(50_000))).containsExactly(200.0, 800.0, 3_000.0, 12_000.0);
    assertThat(radii(SourceRequest.typed("cafe", 50_000)))
        .containsExactly(200.0, 800.0, 3_000.0, 10_000.0, 50_000.0);
  }

  @Test
  void readsNodesAndTheMiddleOfWhatIsLarger() throws Exception {
    FoundPlaces found =
        read(
            source,
            nearest(1_000),
            """
            {"elements":[
              {"type":"node","id":1,"lat":34.5,"lon":-118.25,"tags":{"name":"A","amenity":"cafe"}},
              {"type":"way","id":2,"center":{"lat":34.6,"lon":-118.25},
               "tags":{"name":"B","amenity":"place_of_worship","religion":"muslim","addr:city":"Town"}},
              {"type":"relation","id":3,"tags":{"name":"without a middle","amenity":"cafe"}},
              {"type":"node","id":4,"lat":"34","lon":"-118","tags":{"name":"texts","amenity":"cafe"}},
              {"type":"node","id":5,"lat":34,"lon":-118,"tags":{"amenity":"cafe"}},
              {"type":"node","id":6,"lat":34,"lon":-118,"tags":{"name":"a bench","amenity":"bench"}},
              "odd"]}\
            """);
    assertThat(SourceRequest.names(found)).containsExactly("A", "B");
    assertThat(found.places().get(1).types()).containsExactly("mosque", "place_of_worship");
    assertThat(found.places().get(1).json())
        .contains("\"place_id\":\"osm:way/2\"")
        .contains("\"vicinity\":\"Town\"");
    assertThat(found.leftOut()).isEqualTo(4);
  }

  @Test
  void whereASecondTagDecidesItIsLookedAtHere() throws Exception {
    assertThat(script(SourceRequest.typed("mosque", 200)))
        .contains("[\"amenity\"=\"place_of_worship\"]")
        .contains("[\"building\"=\"mosque\"]");
    String body =
        """
        {"elements":[
          {"type":"node","id":1,"lat":34.5,"lon":-118.25,
           "tags":{"name":"M","amenity":"place_of_worship","religion":"muslim"}},
          {"type":"node","id":2,"lat":34.5,"lon":-118.25,
           "tags":{"name":"C","amenity":"place_of_worship","religion":"christian"}}]}\
        """;
    assertThat(SourceRequest.names(read(source, SourceRequest.typed("mosque", 200), body)))
        .containsExactly("M");
    assertThat(
            SourceRequest.names(read(source, SourceRequest.typed("place_of_worship", 200), body)))
        .containsExactly("M", "C");
  }

  @Test
  void theNearestComeFirstAndNotTheSmallestIds() throws Exception {
    String node =
        "{\"type\":\"node\",\"id\":%d,\"lat\":%s,\"lon\":-118.25,\"tags\":{\"name\":\"%s\",\"amenity\":\"cafe\"}}";
    String body =
        "{\"elements\":[%s,%s]}"
            .formatted(node.formatted(1, "34.51", "far"), node.formatted(2, "34.501", "near"));
    assertThat(SourceRequest.names(read(source, SourceRequest.prominent(), body)))
        .containsExactly("near", "far");
  }

  @Test
  void aTimeOutThatLooksLikeNothingIsAFailure() throws Exception {
    UpstreamFailure failure =
        failure(
            source,
            200,
            0,
            "{\"elements\":[],\"remark\":\"runtime error: Query timed out in \\\"query\\\"\"}");
    assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.UNKNOWN_ERROR);
    assertThat(failure).hasMessageContaining("Query timed out");
    assertThat(read(source, nearest(1), "{\"elements\":[],\"remark\":\"hello\"}").places())
        .isEmpty();
    assertThat(failure(source, 200, 0, "{}").kind()).isEqualTo(UpstreamFailure.Kind.UNKNOWN_ERROR);
    assertThat(failure(source, 504, 0, "<html>").kind())
        .isEqualTo(UpstreamFailure.Kind.UNKNOWN_ERROR);
    assertThat(failure(source, 429, 3, "<html>").kind())
        .isEqualTo(UpstreamFailure.Kind.OVER_QUERY_LIMIT);
  }
}
