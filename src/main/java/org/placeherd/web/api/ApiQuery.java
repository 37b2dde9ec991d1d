package org.placeherd.web.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;

/// The query of a request, read strictly: what is not known, given twice or wrong is refused, with
/// a sentence that says what is right.
final class ApiQuery {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,12}(?:\\.\\d{0,32})?");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_]{1,64}");

  /// More than any name has, and fewer words than Lucene takes.
  private static final int WORDS_CHARACTERS_MAX = 256;

  /// Three hundred years, which fits a `long` of nanoseconds.
  private static final double AGE_SECONDS_MAX = 9e9;

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final Map<String, String> sent = new HashMap<>();

  /// @param query what stood behind `?`, if anything
  ApiQuery(Operation operation, @Nullable String query) throws ApiProblem {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!operation.parameters().contains(name)) {
        throw new ApiProblem(
            ApiProblem.BAD_REQUEST,
            "query",
            "There is no parameter '%s' here; %s."
                .formatted(PercentBytes.decode(name).orElse(name), taken(operation)));
      }
      if (sent.put(name, equals < 0 ? "" : pair.substring(equals + 1)) != null) {
        throw ApiProblem.ofParameter(name, "%s is given twice; give it once.".formatted(name));
      }
    }
  }

  private static String taken(Operation operation) {
    return operation.parameters().isEmpty()
        ? "none is taken"
        : "there is " + String.join(", ", new TreeSet<>(operation.parameters()));
  }

  boolean has(String name) {
    return sent.containsKey(name);
  }

  /// A parameter as bytes, a char for each; a plus is a plus.
  Optional<String> bytes(String name) throws ApiProblem {
    String value = sent.get(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        PercentBytes.decode(value)
            .orElseThrow(() ->
                ApiProblem.ofParameter(
                    name,
                    "%s is not percent-encoded as it should be; write other bytes than ASCII as %%XX."
                        .formatted(name))));
  }

  private Optional<String> number(String name) throws ApiProblem {
    return bytes(name).map(String::strip);
  }

  int limit(int standard, int most) throws ApiProblem {
    Optional<String> given = number("limit");
    if (given.isEmpty()) {
      return standard;
    }
    int limit = WHOLE.matcher(given.get()).matches() ? Integer.parseInt(given.get()) : 0;
    if (limit < 1 || limit > most) {
      throw ApiProblem.ofParameter(
          "limit", "limit must be a whole number 1 to %d, not '%s'.".formatted(most, given.get()));
    }
    return limit;
  }

  OptionalDouble radius(double most) throws ApiProblem {
    Optional<String> given = number("radius");
    if (given.isEmpty()) {
      return OptionalDouble.empty();
    }
    double metres = parse(given.get());
    if (!(metres >= 0 && metres <= most)) {
      String bound = Double.isInfinite(most) ? "0 or more" : "0 to %.0f".formatted(most);
      throw ApiProblem.ofParameter(
          "radius", "radius must be %s, in metres, not '%s'.".formatted(bound, given.get()));
    }
    return OptionalDouble.of(metres);
  }

  Optional<Duration> maxAge() throws ApiProblem {
    Optional<String> given = number("max_age");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    double seconds = parse(given.get());
    if (!(seconds >= 0 && seconds <= AGE_SECONDS_MAX)) {
      throw ApiProblem.ofParameter(
          "max_age",
          "max_age must be 0 to %.0f, in seconds, not '%s'."
              .formatted(AGE_SECONDS_MAX, given.get()));
    }
    return Optional.of(Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)));
  }

  Optional<LatLon> location() throws ApiProblem {
    Optional<String> given = number("location");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    double[] numbers = numbers(given.get(), 2);
    if (!(Math.abs(numbers[0]) <= 90 && Math.abs(numbers[1]) <= 180)) {
      throw ApiProblem.ofParameter(
          "location",
          "location must be latitude,longitude in degrees, such as 34.0689,-118.4452, not '%s'."
              .formatted(given.get()));
    }
    return Optional.of(new LatLon(numbers[0], numbers[1]));
  }

  /// West, south, east, north, as GeoJSON has it.
  Optional<Box> box() throws ApiProblem {
    Optional<String> given = number("bbox");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    double[] edges = numbers(given.get(), 4);
    try {
      return Optional.of(new Box(edges[1], edges[0], edges[3], edges[2]));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofParameter(
          "bbox",
          "bbox must be west,south,east,north in degrees, such as -118.6,33.9,-118.3,34.2, not '%s'; where west is greater than east it goes across 180 degrees."
              .formatted(given.get()));
    }
  }

  Optional<String> type() throws ApiProblem {
    Optional<String> given = number("type");
    if (given.isPresent() && !TYPE.matcher(given.get()).matches()) {
      throw ApiProblem.ofParameter(
          "type", "type must be one type, such as cafe, not '%s'.".formatted(given.get()));
    }
    return given;
  }

  /// Words, between which a plus is a space.
  Optional<String> words() throws ApiProblem {
    sent.computeIfPresent("words", (_, value) -> value.replace('+', ' ').replace(" ", "%20"));
    Optional<String> given =
        bytes("words").map(PercentBytes::text).map(String::strip).filter(text -> !text.isEmpty());
    if (given.isPresent() && given.get().length() > WORDS_CHARACTERS_MAX) {
      throw ApiProblem.ofParameter(
          "words", "words must have at most %d characters.".formatted(WORDS_CHARACTERS_MAX));
    }
    return given;
  }

  boolean isByImportance() throws ApiProblem {
    String rank = bytes("rank").orElse("distance");
    return switch (rank) {
      case "distance" -> false;
      case "importance" -> true;
      default ->
          throw ApiProblem.ofParameter(
              "rank", "rank must be distance or importance, not '%s'.".formatted(rank));
    };
  }

  /// Whether something is wished for that is `true` or `false`, the latter if it is not given.
  boolean flag(String name) throws ApiProblem {
    String given = bytes(name).orElse("false");
    return switch (given) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw ApiProblem.ofParameter(
              name, "%s must be true or false, not '%s'.".formatted(name, given));
    };
  }

  /// So many numbers with commas between them; none of them is one if there are fewer or more.
  private static double[] numbers(String text, int count) {
    String[] parts = text.split(",", -1);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = parts.length == count ? parse(parts[i].strip()) : Double.NaN;
    }
    return numbers;
  }

  private static double parse(String number) {
    return NUMBER.matcher(number).matches() ? Double.parseDouble(number) : Double.NaN;
  }
}
