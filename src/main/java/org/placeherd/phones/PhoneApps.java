package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.placeherd.phones.Unusable.Reason;

/// Tells by what an app sent which one it is, and what it means. Never throws: strangers send this.
///
/// What is in a request decides, so that an app may be pointed at any path. The path decides where
/// that says nothing: in an empty request, and between keys that two apps share.
///
/// An app that is told no keeps its message and sends nothing else, or drops it and alarms its
/// owner. So the answer to what cannot be used is that of a report that was stored. Two things only
/// are refused with status 400, when no token says who sends: OsmAnd's keys without `id`, as
/// Traccar does, and what no app sends.
public final class PhoneApps {
  private static final String WHAT_TO_TYPE =
      "No phone app that is known here sends this. What to type into an app is in docs/phones.md.";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String NO_ID =
      "The id is missing: set a device identifier in the app, or put a token into the URL.";

  private final PhoneRequest request;
  private final PhoneApp pathApp;
  private final String body;
  private final Findings findings;

  private PhoneApps(PhoneRequest request) {
    this.request = request;
    pathApp = PhonePath.of(request.path()).app();
    String text = request.body();
    body = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
    findings = new Findings(request.tokenClient());
  }

  /// What an HTTP request means. From any thread.
  public static PhoneAnswer read(PhoneRequest request) {
    return new PhoneApps(request).answer();
  }

  /// Whether a datagram is one of an app's, and no line.
  public static boolean isDatagram(byte[] datagram) {
    return datagram.length <= OpenGts.DATAGRAM_BYTES_MAX
        && OpenGts.isDatagram(new String(datagram, UTF_8));
  }

  /// What a datagram means. Nothing is replied to it. From any thread.
  ///
  /// @param tokenClient as in [PhoneRequest]
  public static PhoneAnswer readDatagram(byte[] datagram, Optional<String> tokenClient) {
    Findings findings = new Findings(tokenClient);
    int length = Math.min(datagram.length, OpenGts.DATAGRAM_BYTES_MAX);
    OpenGts.readDatagram(new String(datagram, 0, length, UTF_8).strip(), findings);
    return findings.answer(PhoneApp.OPENGTS, PhoneReply.EMPTY);
  }

  private PhoneAnswer answer() {
    boolean isJson = Json.isBegunBy(body);
    Optional<JsonNode> json = isJson ? Json.read(body) : Optional.empty();
    PhoneApp shape = json.map(PhoneApps::shape).orElse(PhoneApp.UNKNOWN);
    if (json.isPresent() && shape != PhoneApp.UNKNOWN) {
      read(shape, json.get());
      return findings.answer(shape, reply(shape));
    }
    Optional<Fields> fields = Fields.of(request.query(), isJson ? "" : body);
    PhoneApp keys = fields.map(this::keys).orElse(PhoneApp.UNKNOWN);
    if (fields.isPresent() && keys != PhoneApp.UNKNOWN) {
      read(keys, fields.get());
      return findings.answer(keys, reply(keys));
    }
    return nothing(
        isJson && json.isEmpty()
            ? Optional.of("JSON of %,d characters that cannot be read".formatted(body.length()))
            : fields.isEmpty() ? Optional.of("too many parameters") : Optional.empty());
  }

  /// Which app's JSON this is.
  private static PhoneApp shape(JsonNode json) {
    JsonNode first = json.isArray() ? json.path(0) : json;
    if (first.has("_type")) {
      return PhoneApp.OWNTRACKS;
    }
    if (json.has("locations")) {
      return PhoneApp.OVERLAND;
    }
    if (json.path("location").isContainerNode()) {
      return PhoneApp.TRACCAR_CLIENT_9;
    }
    if (json.path("position").isObject() && json.path("device").isObject()) {
      return PhoneApp.TRACCAR_FORWARD;
    }
    boolean isFlat = OsmAnd.namesClient(Fields.of(first)) || first.has("lat");
    return isFlat ? PhoneApp.OSMAND : PhoneApp.UNKNOWN;
  }

  /// Which app's keys these are.
  private PhoneApp keys(Fields fields) {
    if (fields.has("gprmc")) {
      return PhoneApp.OPENGTS;
    }
    boolean hasPosition = fields.has("lat", "latitude", "location");
    if (pathApp == PhoneApp.GPSLOGGER && (hasPosition || fields.has("time", "timestamp"))) {
      return PhoneApp.GPSLOGGER;
    }
    if (OsmAnd.namesClient(fields) || (hasPosition && pathApp == PhoneApp.OSMAND)) {
      return PhoneApp.OSMAND;
    }
    if (GpsLogger.knows(fields)) {
      return PhoneApp.GPSLOGGER;
    }
    return hasPosition ? PhoneApp.OSMAND : PhoneApp.UNKNOWN;
  }

  private void read(PhoneApp app, JsonNode json) {
    switch (app) {
      case OWNTRACKS -> OwnTracks.read(json, request, findings);
      case OVERLAND -> Overland.read(json, findings);
      case TRACCAR_CLIENT_9 -> TraccarClient9.read(json, findings);
      case TRACCAR_FORWARD -> TraccarForward.read(json, findings);
      case OSMAND -> OsmAnd.read(json, request.receivedNanos(), findings);
      case GPSLOGGER, OPENGTS, UNKNOWN -> throw new IllegalArgumentException(app + " in JSON");
    }
  }

  private void read(PhoneApp app, Fields fields) {
    switch (app) {
      case OPENGTS -> OpenGts.read(fields, findings);
      case GPSLOGGER -> GpsLogger.read(fields, request.receivedNanos(), findings);
      case OSMAND -> OsmAnd.read(fields, request.receivedNanos(), findings);
      case OWNTRACKS, OVERLAND, TRACCAR_CLIENT_9, TRACCAR_FORWARD, UNKNOWN ->
          throw new IllegalArgumentException(app + " in keys");
    }
  }

  private PhoneReply reply(PhoneApp app) {
    return switch (app) {
      case OWNTRACKS -> PhoneReply.NO_FRIENDS;
      case OVERLAND -> PhoneReply.OVERLAND_OK;
      case OSMAND, TRACCAR_CLIENT_9 ->
          findings.lacksOnlyNames() ? PhoneReply.badRequest(NO_ID) : PhoneReply.EMPTY;
      case GPSLOGGER, OPENGTS, TRACCAR_FORWARD, UNKNOWN -> PhoneReply.EMPTY;
    };
  }

  /// The answer where no app's message was found. OwnTracks sends an empty body when a friend was
  /// removed.
  ///
  /// @param damage what cannot be read. Neither it nor anything else that was sent goes into the
  ///   example: it may have a password in it, and has somebody's whereabouts
  private PhoneAnswer nothing(Optional<String> damage) {
    boolean isPost = request.method().equalsIgnoreCase("POST");
    boolean isSilent = isPost && body.isEmpty();
    if (damage.isPresent()) {
      findings.add(Reason.MALFORMED, damage.get());
    } else if (isSilent) {
      findings.add(Reason.OTHER_MESSAGE, "an empty body");
    } else {
      findings.add(Reason.UNKNOWN_SHAPE, "neither the JSON nor the keys of an app");
    }
    boolean isOwnTracks =
        (isSilent && pathApp == PhoneApp.UNKNOWN)
            || PhoneRequest.HEADERS.stream().anyMatch(name -> request.header(name).isPresent());
    PhoneApp app = isOwnTracks ? PhoneApp.OWNTRACKS : pathApp;
    boolean isStranger =
        app == PhoneApp.UNKNOWN && damage.isEmpty() && request.tokenClient().isEmpty();
    return findings.answer(app, isStranger ? PhoneReply.badRequest(WHAT_TO_TYPE) : reply(app));
  }
}
