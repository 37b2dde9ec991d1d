package org.placeherd.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.placeherd.wire.Telemetry;

/// What is known of a client, taken from its AT line and what stands behind the six fields of it.
/// Numbers of the six are those that the client wrote, digit for digit.
///
/// @param line the AT line, with a char for each byte
/// @param server the server that the client spoke to
/// @param name the client's name, with a char for each byte
/// @param latitude degrees, north positive
/// @param longitude degrees, east positive
/// @param time the client's time, seconds since 1970
/// @param received when the server received it, likewise
/// @param telemetry what else the client told
record ClientReport(
    String line,
    String server,
    String name,
    BigDecimal latitude,
    BigDecimal longitude,
    BigDecimal time,
    BigDecimal received,
    Telemetry telemetry) {
  private static final int TAG_BYTES = 16;
  private static final int FIELDS = 6;

  /// Years of four digits, which is what RFC 3339 can write.
  private static final BigDecimal FIRST_SECOND =
      BigDecimal.valueOf(Instant.parse("0000-01-01T00:00:00Z").getEpochSecond());

  private static final BigDecimal BEHIND_LAST_SECOND =
      BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1);

  static ClientReport of(String line) {
    String[] fields = line.split(" ", FIELDS + 1);
    String position = fields[4];
    int split = Math.max(position.lastIndexOf('+'), position.lastIndexOf('-'));
    BigDecimal time = new BigDecimal(fields[5]);
    return new ClientReport(
        line,
        fields[1],
        fields[3],
        new BigDecimal(position.substring(0, split)),
        new BigDecimal(position.substring(split)),
        time,
        time.add(new BigDecimal(fields[2])),
        fields.length > FIELDS ? Telemetry.parse(fields[FIELDS]) : Telemetry.NONE);
  }

  /// A time as RFC 3339 writes it, to the nanosecond; nothing beyond the year 9999.
  static Optional<String> dateTime(BigDecimal seconds) {
    if (!isInYears(seconds)) {
      return Optional.empty();
    }
    // In steps that stay within a long: a division of large numbers costs more than all the rest.
    long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
    BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
    return Optional.of(Instant.ofEpochSecond(whole, rest.longValue()).toString());
  }

  /// Whether RFC 3339 can write a time.
  static boolean isInYears(BigDecimal seconds) {
    return seconds.compareTo(FIRST_SECOND) >= 0 && seconds.compareTo(BEHIND_LAST_SECOND) < 0;
  }

  /// A text that another one has only if all of the report is the same, its telemetry too: reports
  /// are equal exactly if their AT lines are.
  String tag() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(ISO_8859_1));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The path at which the client stands; it names the client exactly, whatever its name is.
  String path() {
    return path(name);
  }

  /// The path of the client of this name.
  static String path(String name) {
    return "/v1/clients/" + PercentBytes.encode(name);
  }
}
