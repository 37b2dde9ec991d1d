package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The links that set each app up for one client.
public final class PhoneLinks {
  private static final int INTERVAL_SECONDS = 60;
  private static final int DISTANCE_METRES = 50;

  /// OwnTracks' number for HTTP.
  private static final int HTTP_MODE = 3;

  private final String base;
  private final String client;
  private final Optional<String> token;

  private PhoneLinks(String base, String client, Optional<String> token) {
    this.base = base;
    this.client = client;
    this.token = token;
  }

  /// The links for all apps.
  ///
  /// @param baseUrl where the server's HTTP port is reached from outside, such as
  ///   `https://herd.example.org`; a path is kept
  /// @param client the client's name, which is what the apps show
  /// @param token what lets it report
  /// @throws IllegalArgumentException if the URL is not `http://…` or `https://…`, or has a query
  public static List<PhoneLink> of(String baseUrl, String client, String token) {
    return of(baseUrl, client, Optional.of(token));
  }

  /// The links for a server that asks for no token; else as above.
  public static List<PhoneLink> withoutToken(String baseUrl, String client) {
    return of(baseUrl, client, Optional.empty());
  }

  private static List<PhoneLink> of(String baseUrl, String client, Optional<String> token) {
    String host = baseUrl.replaceFirst("^https?://", "");
    if (host.equals(baseUrl) || host.isEmpty() || !host.matches("[^?#\\s]+")) {
      throw new IllegalArgumentException(
          "the URL must be http:// or https:// with a host, and without ? and #: " + baseUrl);
    }
    String base = baseUrl.replaceFirst("/+$", "");
    return new PhoneLinks(base, client, token).all();
  }

  private List<PhoneLink> all() {
    return List.of(
        new PhoneLink("OwnTracks", "Open it on the phone, or scan it.", ownTracks(), true),
        new PhoneLink(
            "Traccar Client",
            "Scan it in the app's settings, or type it as server URL.",
            traccarClient(),
            true),
        new PhoneLink("Overland", "Open it on the phone, or scan it.", overland(), true),
        new PhoneLink(
            "GPSLogger", "Type it under Logging details, Log to custom URL.", gpsLogger(), false),
        new PhoneLink("OsmAnd", "Type it under Trip recording, Online tracking.", osmAnd(), false));
  }

  /// With the token in the path: what stands behind the question mark the app takes as its
  /// settings.
  private String traccarClient() {
    return "%s?id=%s&interval=%d&distance=%d&accuracy=high&buffer=true"
        .formatted(path(), PercentText.encode(client), INTERVAL_SECONDS, DISTANCE_METRES);
  }

  private String overland() {
    return "overland://setup?url=%s%s&device_id=%s&unique_id=yes"
        .formatted(
            PercentText.encode(base + '/' + PhoneApp.OVERLAND.path()),
            token.map(text -> "&token=" + PercentText.encode(text)).orElse(""),
            PercentText.encode(client));
  }

  private String gpsLogger() {
    return path() + '/' + PhoneApp.GPSLOGGER.path() + "?%ALL";
  }

  private String osmAnd() {
    return "%s/%s?id=%s&lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}&speed_unit=%s"
        .formatted(
            path(),
            PhoneApp.OSMAND.path(),
            PercentText.encode(client),
            SpeedUnit.METRES_PER_SECOND.code());
  }

  private String path() {
    return token.map(text -> base + "/t/" + PercentText.encode(text)).orElse(base);
  }

  private String ownTracks() {
    ObjectNode configuration =
        Json.object()
            .put("_type", "configuration")
            .put("mode", HTTP_MODE)
            .put("url", base + '/' + PhoneApp.OWNTRACKS.path())
            .put("auth", token.isPresent())
            .put("username", client);
    token.ifPresent(text -> configuration.put("password", text));
    configuration.put("deviceId", "phone").put("tid", Friend.trackerId(client));
    return "owntracks:///config?inline=" + base64(configuration.toString());
  }

  /// In base64 without `+`, `/` and `=`, which not every reader of links leaves alone: they come
  /// only from a few characters, which JSON can escape, and from a length that spaces can mend.
  private static String base64(String json) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < json.length(); at++) {
      char character = json.charAt(at);
      if (character > '}' || character == '>' || character == '?') {
        text.append("\\u%04x".formatted((int) character));
      } else {
        text.append(character);
      }
    }
    text.append(" ".repeat((3 - text.length() % 3) % 3));
    return Base64.getEncoder().encodeToString(text.toString().getBytes(US_ASCII));
  }
}
