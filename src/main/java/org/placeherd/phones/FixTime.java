package org.placeherd.phones;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Times as apps write them, in nanoseconds since 1970. A time before 1970, or after 2262, when the
/// nanoseconds no longer fit a `long`, is none.
final class FixTime {
  /// Nanoseconds in a second.
  static final long SECOND = 1_000_000_000L;

  private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND - 1;

  /// From here on a number counts milliseconds: as seconds it would be in 2038 or later.
  private static final BigDecimal MILLISECONDS_FROM = BigDecimal.valueOf(1L << 31);

  private static final BigDecimal THOUSANDTH = new BigDecimal("0.001");
  private static final BigDecimal NANOS = BigDecimal.valueOf(SECOND);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,19}(?:\\.\\d{0,19})?");

  /// Longer than any date, so that the parser has little to do.
  private static final int DATE_CHARACTERS_MAX = 64;

  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private FixTime() {}

  /// A number of seconds, such as `1497508651`.
  static OptionalLong ofSeconds(String text) {
    return NUMBER.matcher(text).matches() ? nanos(new BigDecimal(text)) : OptionalLong.empty();
  }

  /// A number of seconds, or of milliseconds if it is that large, or a date.
  static OptionalLong of(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return ofDate(text);
    }
    BigDecimal number = new BigDecimal(text);
    return nanos(number.compareTo(MILLISECONDS_FROM) < 0 ? number : number.multiply(THOUSANDTH));
  }

  private static OptionalLong nanos(BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.valueOf(SECONDS_MAX)) > 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        seconds.multiply(NANOS).setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  /// A date and time of ISO 8601, with a space or a T between them; in UTC if there is no offset.
  static OptionalLong ofDate(String text) {
    if (text.length() > DATE_CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    // A plus that was not encoded has come out of a query as a space.
    String date = text.indexOf('T') > 0 ? text.replace(' ', '+') : text;
    try {
      TemporalAccessor parsed = DATE.parseBest(date, OffsetDateTime::from, LocalDateTime::from);
      return nanos(
          switch (parsed) {
            case OffsetDateTime at -> at.toInstant();
            case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
            default -> Instant.MIN;
          });
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong nanos(Instant at) {
    long seconds = at.getEpochSecond();
    return seconds < 0 || seconds > SECONDS_MAX
        ? OptionalLong.empty()
        : OptionalLong.of(seconds * SECOND + at.getNano());
  }
}
