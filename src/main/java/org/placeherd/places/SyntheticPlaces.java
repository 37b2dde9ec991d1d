package org.placeherd.places;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.placeherd.geo.LatLon;

/// Places that nobody has been to, for load tests: nine of ten in towns whose sizes follow Zipf's
/// law, the tenth anywhere. The same seed gives the same places. One thread.
public final class SyntheticPlaces {
  /// What they are listed under.
  public static final PlacesSource SOURCE =
      new PlacesSource("synthetic", "synthetic places", "none", "2026-11-01", true);

  private static final int TOWNS = 2_000;
  private static final int TYPES = 100;

  /// About 5 km.
  private static final double TOWN_SPREAD_DEGREES = 0.05;

  private final Random random;
  private final LatLon[] towns = new LatLon[TOWNS];
  private final double[] shares = new double[TOWNS];

  /// Makes up the towns.
  public SyntheticPlaces(long seed) {
    random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < TOWNS; i++) {
      towns[i] = new LatLon(random.nextDouble(-60, 70), random.nextDouble(-180, 180));
      sum += 1.0 / (i + 1);
      shares[i] = sum;
    }
    for (int i = 0; i < TOWNS; i++) {
      shares[i] /= sum;
    }
  }

  /// The next place.
  ///
  /// @param number what it is called
  public Place place(int number) {
    String type = "synthetic_" + random.nextInt(TYPES);
    return new Place(
        "synthetic:" + number,
        "Synthetic " + type + " " + number,
        List.of(type),
        position(),
        "Synthetic town",
        random.nextDouble());
  }

  /// Where a place could be.
  LatLon position() {
    return random.nextInt(10) == 0
        ? new LatLon(random.nextDouble(-90, 90), random.nextDouble(-180, 180))
        : inTown();
  }

  private LatLon inTown() {
    int at = Arrays.binarySearch(shares, random.nextDouble());
    LatLon town = towns[Math.min(TOWNS - 1, at < 0 ? -at - 1 : at)];
    double longitude = town.longitudeDegrees() + random.nextGaussian() * TOWN_SPREAD_DEGREES;
    return new LatLon(
        Math.clamp(town.latitudeDegrees() + random.nextGaussian() * TOWN_SPREAD_DEGREES, -90, 90),
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
  }

  /// A type that some of them have.
  String type() {
    return "synthetic_" + random.nextInt(TYPES);
  }
}
