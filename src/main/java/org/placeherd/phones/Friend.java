package org.placeherd.phones;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.Telemetry;

/// Another client, as OwnTracks shows it on its map.
///
/// @param client its name in the herd
/// @param name what people call it, if that is known
/// @param fixNanos when it was there, nanoseconds since 1970
public record Friend(
    String client, Optional<String> name, LatLon position, long fixNanos, Telemetry telemetry) {
  private static final String TOPICS = "owntracks/";
  private static final int TRACKER_ID_LETTERS = 2;
  private static final double PERCENT = 100;

  /// What OwnTracks takes as a reply: for each friend a location, and before it a card if it has a
  /// name.
  static String json(List<Friend> friends) {
    ArrayNode list = Json.array();
    for (Friend friend : friends) {
      friend.name.ifPresent(name -> list.add(friend.card(name)));
      list.add(friend.location());
    }
    return list.toString();
  }

  private ObjectNode card(String called) {
    return Json.object()
        .put("_type", "card")
        .put("tid", trackerId(client))
        .put("name", called)
        .put("topic", topic());
  }

  private ObjectNode location() {
    ObjectNode location =
        Json.object()
            .put("_type", "location")
            .put("tid", trackerId(client))
            .put("topic", topic())
            .put("lat", position.latitudeDegrees())
            .put("lon", position.longitudeDegrees())
            .put("tst", fixNanos / FixTime.SECOND);
    double perKilometrePerHour = SpeedUnit.KILOMETRES_PER_HOUR.metresPerSecond();
    put(location, "vel", telemetry.speedMetresPerSecond(), 1 / perKilometrePerHour);
    put(location, "cog", telemetry.courseDegrees(), 1);
    put(location, "alt", telemetry.altitudeMetres(), 1);
    put(location, "acc", telemetry.accuracyMetres(), 1);
    put(location, "batt", telemetry.batteryFraction(), PERCENT);
    return location;
  }

  private static void put(ObjectNode location, String key, OptionalDouble value, double factor) {
    value.ifPresent(number -> location.put(key, Math.round(number * factor)));
  }

  /// A client of one part is its own device: topics have a user and a device.
  private String topic() {
    return TOPICS + (client.indexOf('/') < 0 ? client + '/' + client : client);
  }

  /// The two letters that stand on the map.
  static String trackerId(String client) {
    int letters = Math.min(TRACKER_ID_LETTERS, client.codePointCount(0, client.length()));
    return client.substring(0, client.offsetByCodePoints(0, letters)).toUpperCase(Locale.ROOT);
  }
}
