package org.placeherd.phones;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.placeherd.geo.LatLon;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// Collects what is found in one request: reports, and what is none. Here it is decided what a
/// report needs.
final class Findings {
  private static final double LATITUDE_MAX = 90;
  private static final double LONGITUDE_MAX = 180;

  private final Optional<String> tokenClient;
  private final List<PhoneReport> reports = new ArrayList<>();
  private final Map<Reason, Unusable> unusable = new EnumMap<>(Reason.class);

  /// @param tokenClient the client of the request's token, which goes before any other name
  Findings(Optional<String> tokenClient) {
    this.tokenClient = tokenClient;
  }

  /// A report, if there is all that one needs.
  ///
  /// @param client what the app calls itself, as a client name
  /// @param fixNanos nanoseconds since 1970
  void add(Optional<String> client, Point point, OptionalLong fixNanos, Telemetry telemetry) {
    Optional<String> named = tokenClient.or(() -> client);
    Optional<LatLon> position = point.position();
    if (named.isEmpty()) {
      add(Reason.NO_CLIENT, "it does not say who it is about, in 1 to 255 bytes of text");
    } else if (position.isEmpty()) {
      add(Reason.NO_FIX, point::toString);
    } else if (fixNanos.isEmpty()) {
      add(Reason.NO_TIME, "its time is missing or not from 1970 to 2262");
    } else {
      reports.add(new PhoneReport(named.get(), position.get(), fixNanos.getAsLong(), telemetry));
    }
  }

  /// A message without a report.
  void add(Reason reason, String example) {
    add(reason, () -> example);
  }

  /// Only the first of a reason is asked for its example.
  private void add(Reason reason, Supplier<String> example) {
    unusable.compute(
        reason,
        (_, first) -> first == null ? new Unusable(reason, 1, example.get()) : first.oneMore());
  }

  /// Whether the client is known whatever the app calls itself.
  boolean knowsClient() {
    return tokenClient.isPresent();
  }

  /// Whether nothing but missing names kept the reports away.
  boolean lacksOnlyNames() {
    return reports.isEmpty()
        && unusable.keySet().stream().allMatch(Reason.NO_CLIENT::equals)
        && !unusable.isEmpty();
  }

  PhoneAnswer answer(PhoneApp app, PhoneReply reply) {
    return new PhoneAnswer(app, reports, List.copyOf(unusable.values()), reply);
  }

  /// Two numbers that may be a position.
  record Point(OptionalDouble latitude, OptionalDouble longitude) {
    static final Point NONE = new Point(OptionalDouble.empty(), OptionalDouble.empty());

    Optional<LatLon> position() {
      double latitudeDegrees = latitude.orElse(Double.NaN);
      double longitudeDegrees = longitude.orElse(Double.NaN);
      boolean onSphere =
          Math.abs(latitudeDegrees) <= LATITUDE_MAX && Math.abs(longitudeDegrees) <= LONGITUDE_MAX;
      return onSphere
          ? Optional.of(new LatLon(latitudeDegrees, longitudeDegrees))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "latitude %s, longitude %s".formatted(text(latitude), text(longitude));
    }

    private static String text(OptionalDouble degrees) {
      return degrees.isPresent() ? String.valueOf(degrees.getAsDouble()) : "missing";
    }
  }
}
