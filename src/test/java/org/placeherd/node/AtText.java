package org.placeherd.node;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;

/// An AT or GONE line as text, ordered as protocol §3 says, slowly and with exact numbers: what the
/// node's own order is checked against. One character (ISO-8859-1) a byte.
///
/// @param position empty in a GONE line
public record AtText(String server, String delta, String client, String position, String time)
    implements Comparable<AtText> {
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger TOLERANCE = BigInteger.valueOf(60_000_000_000L);
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000L);

  /// The whole seconds that do not fit a `long` of nanoseconds, whatever their fraction.
  private static final BigDecimal FAR = new BigDecimal(Long.MAX_VALUE / 1_000_000_000L);

  private static final Comparator<AtText> ORDER =
      Comparator.comparing(AtText::orderTime)
          .thenComparing(AtText::isGone)
          .thenComparing(at -> new BigDecimal(at.time))
          .thenComparing(AtText::position)
          .thenComparing(AtText::server)
          .thenComparing(at -> new BigDecimal(at.delta))
          .thenComparing(AtText::delta)
          .thenComparing(AtText::time);

  /// Reads `AT <server> <Δ> <client> <position> <time>` or `GONE <server> <Δ> <client> <time>`;
  /// more fields may follow.
  public static AtText of(String line) {
    List<String> fields = List.of(line.stripTrailing().split(" ", -1));
    return fields.getFirst().equals("GONE")
        ? new AtText(fields.get(1), fields.get(2), fields.get(3), "", fields.get(4))
        : new AtText(fields.get(1), fields.get(2), fields.get(3), fields.get(4), fields.get(5));
  }

  /// Whether it says that the client was deleted.
  public boolean isGone() {
    return position.isEmpty();
  }

  /// `time + min(0, Δ + tolerance)` in whole nanoseconds, rounded down, held within a `long`.
  private BigInteger orderTime() {
    BigDecimal exactTime = new BigDecimal(time);
    BigInteger timeNanos = exactTime.compareTo(FAR) >= 0 ? MOST : nanos(exactTime);
    return timeNanos.min(receiveNanos().add(TOLERANCE).min(MOST));
  }

  /// When the server that the client spoke to received it, by that server's clock.
  public BigInteger receiveNanos() {
    return nanos(new BigDecimal(time).add(new BigDecimal(delta)));
  }

  private static BigInteger nanos(BigDecimal seconds) {
    BigDecimal nanos = seconds.multiply(new BigDecimal(SECOND)).setScale(0, RoundingMode.FLOOR);
    return nanos.toBigInteger().min(MOST).max(LEAST);
  }

  @Override
  public int compareTo(AtText other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return isGone()
        ? String.join(" ", "GONE", server, delta, client, time)
        : String.join(" ", "AT", server, delta, client, position, time);
  }
}
