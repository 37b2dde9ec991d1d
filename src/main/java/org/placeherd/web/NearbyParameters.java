package org.placeherd.web;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;
import org.placeherd.web.NearbySearch.Order;

/// Reads the parameters of a Nearby Search by the rules of Google's legacy service. One that is
/// empty counts as missing; of one that is given twice the first counts; others are ignored.
final class NearbyParameters {
  /// More than any name has, and fewer words than Lucene takes.
  private static final int WORDS_CHARACTERS_MAX = 256;

  private static final double LATITUDE_MAX = 90;
  private static final double LONGITUDE_MAX = 180;
  private static final String NUMBER = "[+-]?\\d{1,3}(?:\\.\\d{0,32})?";
  private static final Pattern LOCATION =
      Pattern.compile("(%1$s)\\s*,\\s*(%1$s)".formatted(NUMBER));
  private static final Pattern RADIUS = Pattern.compile("\\d{1,12}(\\.\\d{0,32})?");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_]{1,64}");

  private final MultiMap parameters;

  private NearbyParameters(MultiMap parameters) {
    this.parameters = parameters;
  }

  static NearbySearch read(MultiMap parameters) throws InvalidRequest {
    return new NearbyParameters(parameters).search();
  }

  private NearbySearch search() throws InvalidRequest {
    if (given("pagetoken").isPresent()) {
      throw new InvalidRequest("This server gives no page tokens, so it takes none.");
    }
    LatLon centre = location();
    Order order = order();
    Optional<String> type = type();
    Optional<String> words = words();
    if (order == Order.DISTANCE && type.isEmpty() && words.isEmpty()) {
      throw new InvalidRequest("With rankby=distance, keyword, name or type must be given.");
    }
    return new NearbySearch(centre, radius(order), type, words, order);
  }

  private LatLon location() throws InvalidRequest {
    Matcher location = LOCATION.matcher(given("location").orElseThrow(() -> missing("location")));
    if (location.matches()) {
      double latitude = Double.parseDouble(location.group(1));
      double longitude = Double.parseDouble(location.group(2));
      if (Math.abs(latitude) <= LATITUDE_MAX && Math.abs(longitude) <= LONGITUDE_MAX) {
        return new LatLon(latitude, longitude);
      }
    }
    throw new InvalidRequest(
        "location must be latitude,longitude in degrees, such as 34.0689,-118.4452.");
  }

  private double radius(Order order) throws InvalidRequest {
    Optional<String> given = given("radius");
    if (order == Order.DISTANCE) {
      if (given.isPresent()) {
        throw new InvalidRequest("With rankby=distance, radius must not be given.");
      }
      return NearbySearch.RADIUS_METRES_MAX;
    }
    String radius = given.orElseThrow(() -> missing("radius"));
    double metres = RADIUS.matcher(radius).matches() ? Double.parseDouble(radius) : 0;
    if (metres <= 0) {
      throw new InvalidRequest("radius must be a number of metres above 0.");
    }
    return Math.min(metres, NearbySearch.RADIUS_METRES_MAX);
  }

  private Order order() throws InvalidRequest {
    return switch (given("rankby").orElse("prominence")) {
      case "prominence" -> Order.PROMINENCE;
      case "distance" -> Order.DISTANCE;
      default -> throw new InvalidRequest("rankby must be prominence or distance.");
    };
  }

  /// Of several with `|` between the first counts; several with commas are ignored, all of them.
  private Optional<String> type() throws InvalidRequest {
    Optional<String> type =
        given("type")
            .filter(types -> types.indexOf(',') < 0)
            .map(types -> types.split("\\|", 2)[0].strip())
            .filter(first -> !first.isEmpty());
    if (type.isPresent() && !TYPE.matcher(type.get()).matches()) {
      throw new InvalidRequest("type must be one type, such as cafe.");
    }
    return type;
  }

  private Optional<String> words() throws InvalidRequest {
    String words =
        Stream.of("keyword", "name")
            .flatMap(name -> given(name).stream())
            .collect(Collectors.joining(" "));
    if (words.length() > WORDS_CHARACTERS_MAX) {
      throw new InvalidRequest(
          "keyword and name must have at most " + WORDS_CHARACTERS_MAX + " characters.");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(parameters.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static InvalidRequest missing(String name) {
    return new InvalidRequest("The parameter " + name + " is missing.");
  }
}
