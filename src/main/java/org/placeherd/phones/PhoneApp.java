package org.placeherd.phones;

/// The forms in which apps send. Two apps that send alike are one form.
public enum PhoneApp {
  /// OwnTracks in HTTP mode.
  OWNTRACKS("OwnTracks", "pub"),

  /// The OsmAnd app, and Traccar Client 7, 8 and 10, in OsmAnd's keys.
  OSMAND("OsmAnd and Traccar Client", "osmand"),

  /// Traccar Client 9, in nested JSON.
  TRACCAR_CLIENT_9("Traccar Client 9", ""),

  /// GPSLogger's custom URL, and the form it sends to Home Assistant.
  GPSLOGGER("GPSLogger", "gpslogger"),

  /// The sentence `$GPRMC` in an OpenGTS datagram or request.
  OPENGTS("OpenGTS", "opengts"),

  /// Overland for iOS.
  OVERLAND("Overland", "overland"),

  /// A Traccar server that passes on what it hears.
  TRACCAR_FORWARD("Traccar forward", "forward/traccar"),

  /// Nothing that an app sends.
  UNKNOWN("unknown", "");

  private final String title;
  private final String path;

  PhoneApp(String title, String path) {
    this.title = title;
    this.path = path;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The end of the path that is its own, without a slash in front; empty if it has none.
  public String path() {
    return path;
  }
}
