package org.placeherd.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.LineReader;

/// Clients for load tests that move a few hundred metres between reports: nine of ten in towns
/// whose sizes follow Zipf's law, the tenth anywhere but near the poles, where Redis has no points.
final class MovingPoints {
  private static final int TOWNS = 2_000;
  private static final double TOWN_SPREAD_DEGREES = 0.05;

  /// About 200 m.
  static final double STEP_DEGREES = 0.002;

  private static final double MAX_LATITUDE = 85;
  private static final int LINE_BYTES = 64;
  private static final int MICROS = 1_000_000;

  private final Random random;
  private final double[] latitudes;
  private final double[] longitudes;
  private final int[] order;

  MovingPoints(long seed, int count) {
    this(seed, count, seed);
  }

  /// Other points in the towns of another seed.
  MovingPoints(long seed, int count, long townsSeed) {
    random = new Random(seed);
    latitudes = new double[count];
    longitudes = new double[count];
    order = new int[count];
    Random towns = new Random(townsSeed ^ TOWNS);
    double[] townLatitudes = towns.doubles(TOWNS, -60, 70).toArray();
    double[] townLongitudes = towns.doubles(TOWNS, -180, 180).toArray();
    double[] shares = new double[TOWNS];
    double sum = 0;
    for (int town = 0; town < TOWNS; town++) {
      sum += 1.0 / (town + 1);
      shares[town] = sum;
    }
    for (int i = 0; i < count; i++) {
      order[i] = i;
      if (random.nextInt(10) == 0) {
        place(i, random.nextDouble(-MAX_LATITUDE, MAX_LATITUDE), random.nextDouble(-180, 180));
      } else {
        int at = Arrays.binarySearch(shares, random.nextDouble(sum));
        int town = Math.min(TOWNS - 1, at < 0 ? -at - 1 : at);
        place(i, townLatitudes[town], townLongitudes[town]);
        step(i, TOWN_SPREAD_DEGREES);
      }
    }
  }

  private void place(int point, double latitude, double longitude) {
    latitudes[point] = Math.clamp(latitude, -MAX_LATITUDE, MAX_LATITUDE);
    longitudes[point] =
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
  }

  private void step(int point, double degrees) {
    place(
        point,
        latitudes[point] + random.nextGaussian() * degrees,
        longitudes[point] + random.nextGaussian() * degrees);
  }

  List<LatLon> all() {
    List<LatLon> points = new ArrayList<>();
    for (int i = 0; i < latitudes.length; i++) {
      points.add(new LatLon(latitudes[i], longitudes[i]));
    }
    return points;
  }

  /// An IAMAT of every client, in the order of their numbers, with room behind as a reader needs
  /// it.
  byte[] linesInOrder(long second) {
    return lines(second);
  }

  /// An IAMAT of every client, in an order made by chance, after each has moved about so far.
  byte[] lines(long second, double stepDegrees) {
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i, order.length);
      int client = order[other];
      order[other] = order[i];
      order[i] = client;
      step(client, stepDegrees);
    }
    return lines(second);
  }

  private byte[] lines(long second) {
    byte[] lines = new byte[latitudes.length * LINE_BYTES + LineReader.SLACK_BYTES];
    int to = 0;
    for (int client : order) {
      to = put(lines, to, client, second);
    }
    return Arrays.copyOf(lines, to + LineReader.SLACK_BYTES);
  }

  private int put(byte[] lines, int from, int client, long second) {
    int to = text(lines, from, "IAMAT client");
    to = digits(lines, to, client, 8);
    lines[to++] = ' ';
    to = degrees(lines, to, latitudes[client], 2);
    to = degrees(lines, to, longitudes[client], 3);
    lines[to++] = ' ';
    to = digits(lines, to, second, 10);
    to = text(lines, to, ".250000000\n");
    return to;
  }

  private static int text(byte[] lines, int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      lines[from + i] = (byte) text.charAt(i);
    }
    return from + text.length();
  }

  private static int degrees(byte[] lines, int from, double degrees, int wholeDigits) {
    lines[from] = (byte) (degrees < 0 ? '-' : '+');
    long micros = Math.round(Math.abs(degrees) * MICROS);
    int point = digits(lines, from + 1, micros / MICROS, wholeDigits);
    lines[point] = '.';
    return digits(lines, point + 1, micros % MICROS, 6);
  }

  private static int digits(byte[] lines, int from, long value, int count) {
    long rest = value;
    for (int at = from + count - 1; at >= from; at--) {
      lines[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return from + count;
  }
}
