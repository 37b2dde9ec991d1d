package org.placeherd.phones;

import java.util.Optional;

/// The path of a phone's request, taken apart: `/t/<token>/<app>`, both parts optional.
///
/// @param token what stands behind `/t/`, percent-decoded; a secret
/// @param app what the rest says; [PhoneApp#UNKNOWN] if it names no app
public record PhonePath(Optional<String> token, PhoneApp app) {
  private static final String TOKEN = "/t/";

  /// Takes the path of a request apart. Any text is a path.
  public static PhonePath of(String path) {
    if (!path.startsWith(TOKEN)) {
      return new PhonePath(Optional.empty(), app(path));
    }
    int end = path.indexOf('/', TOKEN.length());
    String token = path.substring(TOKEN.length(), end < 0 ? path.length() : end);
    return new PhonePath(
        Optional.of(PercentText.decode(token)).filter(text -> !text.isEmpty()),
        app(end < 0 ? "" : path.substring(end)));
  }

  /// Without the token.
  @Override
  public String toString() {
    return (token.isPresent() ? TOKEN + "…/" : "/") + app.path();
  }

  private static PhoneApp app(String path) {
    int from = path.startsWith("/") ? 1 : 0;
    int to = path.endsWith("/") ? path.length() - 1 : path.length();
    String rest = from < to ? path.substring(from, to) : "";
    for (PhoneApp app : PhoneApp.values()) {
      if (!rest.isEmpty() && rest.equals(app.path())) {
        return app;
      }
    }
    return PhoneApp.UNKNOWN;
  }
}
