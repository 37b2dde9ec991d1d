package org.placeherd.phones;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// The NMEA sentence RMC as OpenGTS takes it: in a datagram behind `account/device/`, or as the
/// parameter `gprmc` of a request. Speeds in knots, degrees and minutes in one number.
///
/// The checksum is not asked for: senders that count it wrongly are many, and what it protects from
/// the network has checked already.
final class OpenGts {
  /// Longest datagram that is looked at, in bytes; they have about a hundred.
  static final int DATAGRAM_BYTES_MAX = 1_024;

  private static final int TIME = 0;
  private static final int STATUS = 1;
  private static final int LATITUDE = 2;
  private static final int LONGITUDE = 4;
  private static final int SPEED = 6;
  private static final int COURSE = 7;
  private static final int DATE = 8;
  private static final int FIELDS = 9;

  /// Where the sentence begins; its first two letters tell the satellites.
  private static final Pattern SENTENCE = Pattern.compile("\\$G[A-Z]RMC,");

  private static final Pattern TIME_OF_DAY =
      Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)(\\.\\d{1,9})?");
  private static final Pattern DAY = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)");

  /// Years of two digits below this one are of this century.
  private static final int FIRST_YEAR = 80;

  private OpenGts() {}

  /// Whether a datagram has the sentence in it.
  static boolean isDatagram(String datagram) {
    return SENTENCE.matcher(datagram).find();
  }

  /// Reads a datagram `account/device/$GPRMC,…`.
  static void readDatagram(String datagram, Findings findings) {
    Matcher sentence = SENTENCE.matcher(datagram);
    if (!sentence.find()) {
      findings.add(Reason.UNKNOWN_SHAPE, "a datagram without $GPRMC");
      return;
    }
    String before = datagram.substring(0, sentence.start());
    String names = before.endsWith("/") ? before.substring(0, before.length() - 1) : before;
    int slash = names.indexOf('/');
    Optional<String> client =
        slash < 0
            ? ClientName.of(names)
            : client(names.substring(0, slash), names.substring(slash + 1));
    sentence(
        datagram.substring(sentence.end()),
        client,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        findings);
  }

  /// Reads the parameters of a request.
  static void read(Fields fields, Findings findings) {
    String device = fields.text("dev", "id").orElse("");
    String text = fields.text("gprmc").orElse("");
    Matcher sentence = SENTENCE.matcher(text);
    sentence(
        sentence.lookingAt() ? text.substring(sentence.end()) : "",
        client(fields.text("acct").orElse(""), device),
        fields.number("alt"),
        fields.scaled(Fields.PERCENT, "batt"),
        findings);
  }

  /// An account that is the device's name again, or none, adds nothing.
  private static Optional<String> client(String account, String device) {
    return account.isEmpty() || account.equals(device)
        ? ClientName.of(device)
        : ClientName.of(account, device);
  }

  /// @param text what stands behind the first comma
  private static void sentence(
      String text,
      Optional<String> client,
      OptionalDouble altitude,
      OptionalDouble battery,
      Findings findings) {
    String[] fields = text.split("[,*]", -1);
    if (fields.length < FIELDS) {
      findings.add(Reason.MALFORMED, "the sentence $GPRMC has too few fields");
    } else if (!fields[STATUS].equals("A")) {
      findings.add(Reason.NO_FIX, "the sentence $GPRMC says that it has no fix");
    } else {
      findings.add(
          client,
          new Findings.Point(
              degrees(fields[LATITUDE], fields[LATITUDE + 1], "N", "S"),
              degrees(fields[LONGITUDE], fields[LONGITUDE + 1], "E", "W")),
          time(fields[DATE], fields[TIME]),
          new Telemetry(
              knots(fields[SPEED]),
              Fields.parse(fields[COURSE]),
              altitude,
              OptionalDouble.empty(),
              battery,
              Optional.empty()));
    }
  }

  private static OptionalDouble knots(String text) {
    OptionalDouble knots = Fields.parse(text);
    return knots.isEmpty()
        ? knots
        : OptionalDouble.of(knots.getAsDouble() * SpeedUnit.KNOTS.metresPerSecond());
  }

  /// `4851.4998` is 48 degrees and 51.4998 minutes.
  private static OptionalDouble degrees(String text, String side, String plus, String minus) {
    double number = Fields.parse(text).orElse(-1);
    double whole = Math.floor(number / 100);
    double minutes = number - whole * 100;
    if (number < 0 || minutes >= 60 || !(side.equals(plus) || side.equals(minus))) {
      return OptionalDouble.empty();
    }
    double degrees = whole + minutes / 60;
    return OptionalDouble.of(side.equals(plus) ? degrees : -degrees);
  }

  private static OptionalLong time(String date, String time) {
    Matcher day = DAY.matcher(date);
    Matcher clock = TIME_OF_DAY.matcher(time);
    if (!day.matches() || !clock.matches()) {
      return OptionalLong.empty();
    }
    int year = Integer.parseInt(day.group(3));
    String text =
        "%04d-%s-%sT%s:%s:%s%s"
            .formatted(
                year < FIRST_YEAR ? 2000 + year : 1900 + year,
                day.group(2),
                day.group(1),
                clock.group(1),
                clock.group(2),
                clock.group(3),
                Optional.ofNullable(clock.group(4)).orElse(""));
    return FixTime.ofDate(text);
  }
}
