package org.placeherd.phones;

/// Something that sets an app up: to tap, to scan or to type.
///
/// @param app as people call it
/// @param todo what to do with the text, a sentence
/// @param text a link or a URL. It has the token in it: a secret
/// @param isScanned whether the app, or the phone's camera, takes it from a QR code
public record PhoneLink(String app, String todo, String text, boolean isScanned) {
  /// Without the text, which has the token in it.
  @Override
  public String toString() {
    return app;
  }
}
