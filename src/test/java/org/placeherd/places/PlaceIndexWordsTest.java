package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// By type, by words of the name, and by importance, against brute force.
class PlaceIndexWordsTest {
  private static final PlacesSource SOURCE =
      new PlacesSource("demo", "by hand", "none", "2026-11-23", false);
  private static final List<String> TYPES = List.of("cafe", "park", "museum", "bar");

  /// As people write them, and as they are told apart: by hand, so as not to ask what is tested.
  private static final List<String> WRITTEN =
      List.of("Café", "MUSÉE", "Straße", "øl", "Łódź", "İzmir", "old", "Œuvre");

  private static final List<String> PLAIN =
      List.of("cafe", "musee", "strasse", "ol", "lodz", "izmir", "old", "oeuvre");

  private record Named(Place place, List<Integer> words) {}

  @Test
  void agreesWithBruteForceOnTypesWordsAndRanks() throws IOException {
    Random random = new Random(5);
    List<Named> all = IntStream.range(0, 4_000).mapToObj(i -> named(i, random)).toList();
    try (PlaceIndex index = PlaceIndex.inMemory(SOURCE, all.stream().map(Named::place).toList())) {
      for (int i = 0; i < 600; i++) {
        compare(index, all, random);
      }
    }
  }

  private static void compare(PlaceIndex index, List<Named> all, Random random) throws IOException {
    Optional<String> type =
        random.nextBoolean() ? Optional.of(TYPES.get(random.nextInt(4))) : Optional.empty();
    List<Integer> words =
        random.ints(random.nextInt(3), 0, PLAIN.size()).boxed().distinct().toList();
    List<String> asked =
        words.stream().map(w -> random.nextBoolean() ? PLAIN.get(w) : WRITTEN.get(w)).toList();
    PlacesQuery.Rank rank =
        random.nextBoolean() ? PlacesQuery.Rank.IMPORTANCE : PlacesQuery.Rank.DISTANCE;
    PlacesQuery query =
        new PlacesQuery(
            position(random),
            random.nextDouble(50_000),
            1 + random.nextInt(20),
            type,
            asked.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", asked)),
            rank);
    Comparator<Place> nearest =
        Comparator.comparingDouble(p -> GreatCircle.metres(query.centre(), p.position()));
    List<String> expected =
        all.stream()
            .filter(each -> type.isEmpty() || each.place.types().contains(type.get()))
            .filter(each -> each.words.containsAll(words))
            .map(Named::place)
            .filter(p -> GreatCircle.metres(query.centre(), p.position()) <= query.radiusMetres())
            .sorted(
                rank == PlacesQuery.Rank.DISTANCE
                    ? nearest
                    : Comparator.comparingDouble(Place::importance).reversed())
            .limit(query.limit())
            .map(Place::id)
            .toList();
    JsonNode reply =
        new JsonMapper().readTree(new String(index.nearby(query), UTF_8)).path("results");
    assertThat(StreamSupport.stream(reply.spliterator(), false))
        .as(query.toString())
        .extracting(result -> result.path("place_id").textValue())
        .containsExactlyElementsOf(expected);
  }

  /// No two are equally important, and hardly two equally far to a centimetre.
  private static Named named(int number, Random random) {
    List<Integer> words =
        random.ints(1 + random.nextInt(4), 0, WRITTEN.size()).boxed().distinct().toList();
    String name = String.join(" ", words.stream().map(WRITTEN::get).toList());
    Place place =
        new Place(
            "demo:" + number,
            name,
            List.of(TYPES.get(random.nextInt(4))),
            position(random),
            "Here",
            number / 4_000.0);
    return new Named(place, words);
  }

  /// Around a corner where longitudes jump.
  private static LatLon position(Random random) {
    double longitude = 180 + random.nextGaussian() * 0.3;
    return new LatLon(
        -17 + random.nextGaussian() * 0.3, longitude > 180 ? longitude - 360 : longitude);
  }
}
