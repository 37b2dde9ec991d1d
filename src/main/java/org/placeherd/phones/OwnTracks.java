package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// OwnTracks in HTTP mode: one message per request, told apart by `_type`. Speeds in km/h, battery
/// in percent, times in seconds.
///
/// Overland has a mode that sends these messages, with times that count from 2001; that is mended
/// here.
final class OwnTracks {
  /// What follows the device in the topic of a message that is no location.
  private static final Set<String> TOPIC_ENDS =
      Set.of("event", "waypoint", "waypoints", "dump", "status", "step", "beacon", "cmd", "info");

  /// What stands in for the half that is missing: the Recorder's names.
  private static final String DEFAULT_USER = "owntracks";

  private static final String DEFAULT_DEVICE = "phone";

  /// 2001-01-01, in seconds since 1970.
  private static final long WRONG_EPOCH_SECONDS = 978_307_200;

  /// Times below this one may count from 2001; as they stand they are before September of it.
  private static final long WRONG_BELOW_SECONDS = 1_000_000_000;

  private static final long DAY_SECONDS = 86_400;

  private final PhoneRequest request;
  private final Findings findings;

  /// Who the headers or the query say it is.
  private final Optional<String> requestClient;

  private OwnTracks(PhoneRequest request, Findings findings) {
    this.request = request;
    this.findings = findings;
    requestClient = byHeaders(request).or(() -> byQuery(request));
  }

  /// Reads one message, or a list of them.
  static void read(JsonNode body, PhoneRequest request, Findings findings) {
    OwnTracks owntracks = new OwnTracks(request, findings);
    if (body.isArray()) {
      body.forEach(owntracks::message);
    } else {
      owntracks.message(body);
    }
  }

  private void message(JsonNode message) {
    Fields fields = Fields.of(message);
    String type = fields.text("_type").orElse("");
    switch (type) {
      case "location" -> location(fields, true);
      case "transition" -> transition(fields);
      case "encrypted" -> findings.add(Reason.ENCRYPTED, "it is encrypted, there is no key for it");
      case "" -> findings.add(Reason.UNKNOWN_SHAPE, "a message without _type");
      default ->
          findings.add(
              Reason.OTHER_MESSAGE,
              fields.text("desc").map(words -> type + ' ' + words).orElse(type));
    }
  }

  /// Entering or leaving a place is a position, too, if it says where.
  private void transition(Fields fields) {
    if (fields.has("lat") && fields.has("lon")) {
      location(fields, false);
    } else {
      findings.add(Reason.OTHER_MESSAGE, "transition without a position");
    }
  }

  private void location(Fields fields, boolean isLocation) {
    findings.add(
        client(fields, isLocation), fields.point("lat", "lon"), time(fields), telemetry(fields));
  }

  private OptionalLong time(Fields fields) {
    OptionalLong time = fields.text("tst").map(FixTime::ofSeconds).orElse(OptionalLong.empty());
    long mended = time.orElse(0) + WRONG_EPOCH_SECONDS * FixTime.SECOND;
    boolean isWrong =
        time.isPresent()
            && time.getAsLong() < WRONG_BELOW_SECONDS * FixTime.SECOND
            && Math.abs(mended - request.receivedNanos()) <= DAY_SECONDS * FixTime.SECOND;
    return isWrong ? OptionalLong.of(mended) : time;
  }

  private static Telemetry telemetry(Fields fields) {
    return new Telemetry(
        fields.scaled(SpeedUnit.KILOMETRES_PER_HOUR.metresPerSecond(), "vel"),
        fields.number("cog"),
        fields.number("alt"),
        fields.number("acc"),
        fields.scaled(Fields.PERCENT, "batt"),
        switch (fields.text("bs").orElse("")) {
          case "1" -> Optional.of(false);
          case "2", "3" -> Optional.of(true); // charging, and full
          default -> Optional.empty();
        });
  }

  /// By the topic, the headers, the query, the two letters: the first that there is.
  private Optional<String> client(Fields fields, boolean isLocation) {
    return fields
        .text("topic")
        .flatMap(topic -> byTopic(topic, isLocation))
        .or(() -> requestClient)
        .or(() -> fields.text("tid").flatMap(ClientName::of));
  }

  /// The last two levels are user and device, wherever the topics begin. Overland has no user.
  private static Optional<String> byTopic(String topic, boolean isLocation) {
    int end = topic.length();
    int slash = topic.lastIndexOf('/');
    if (!isLocation && TOPIC_ENDS.contains(topic.substring(slash + 1))) {
      end = Math.max(slash, 0);
    }
    int device = topic.lastIndexOf('/', end - 1) + 1;
    int user = topic.lastIndexOf('/', device - 2) + 1;
    if (device == 0 || (user == 0 && topic.startsWith(DEFAULT_USER + "/"))) {
      return ClientName.of(topic.substring(device, end));
    }
    return ClientName.of(topic.substring(user, device - 1), topic.substring(device, end));
  }

  private static Optional<String> byHeaders(PhoneRequest request) {
    return byNames(request.header(PhoneRequest.USER), request.header(PhoneRequest.DEVICE));
  }

  private static Optional<String> byQuery(PhoneRequest request) {
    return Fields.of(request.query(), "")
        .flatMap(query -> byNames(query.text("u"), query.text("d")));
  }

  private static Optional<String> byNames(Optional<String> user, Optional<String> device) {
    return user.isEmpty() && device.isEmpty()
        ? Optional.empty()
        : ClientName.of(user.orElse(DEFAULT_USER), device.orElse(DEFAULT_DEVICE));
  }
}
