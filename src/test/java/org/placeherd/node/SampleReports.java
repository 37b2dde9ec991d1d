package org.placeherd.node;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// AT and GONE lines of one client that tie in every way the order knows.
final class SampleReports {
  private static final List<String> SERVERS = List.of("Alford", "Bolden", "B", "\u00e9");
  private static final List<String> POSITIONS = List.of("+34-118", "+34.0-118.0", "+35-1", "-0+0");
  private static final List<String> TIMES =
      List.of(
          "1479413884.5",
          "1479413884.50",
          "01479413884.5",
          "1479413884.500000000000001",
          "1479413884.5000000000000010",
          "1479413884.500000000000002",
          "1479413884.500000001",
          "1479413890",
          "4102444800",
          "9223372036",
          "9223372035.999999999",
          "13569465600.25",
          "13569465600.250",
          "13569465600.2500000000001",
          "0");
  private static final List<String> DELTAS =
      List.of(
          "+0.500000000",
          "+0.5",
          "0.5",
          "-0.000000000",
          "+0.000000000",
          "1e-05",
          "+0.00001",
          "-60.000000000",
          "-60.000000001",
          "-61.5",
          "-2623030915.500000000",
          "-2623030914.500000000",
          "-12090051715.750000000",
          "-12090051715.75",
          "-12090051715.7500000000001",
          "+1.000000000");

  private SampleReports() {}

  static List<String> of(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> one(random)).distinct().limit(count).toList();
  }

  /// The same with some deletions among them.
  static List<String> withDeletions(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> random.nextInt(3) == 0 ? deletion(random) : one(random))
        .distinct()
        .limit(count)
        .toList();
  }

  private static String one(SplittableRandom random) {
    return String.join(
        " ", "AT", server(random), delta(random), "kiwi", any(POSITIONS, random), time(random));
  }

  private static String deletion(SplittableRandom random) {
    return String.join(" ", "GONE", server(random), delta(random), "kiwi", time(random));
  }

  private static String server(SplittableRandom random) {
    return any(SERVERS, random);
  }

  private static String delta(SplittableRandom random) {
    return any(DELTAS, random);
  }

  private static String time(SplittableRandom random) {
    return any(TIMES, random);
  }

  private static String any(List<String> texts, SplittableRandom random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
