package org.placeherd.places.importing;

import java.util.regex.Pattern;

/// Numbers as tables write them: `-118.44`, also `5e-05`, as programs write what is near 0. Not
/// what Java's own numbers may be besides, such as `0x1p3`, `1d` and `NaN`.
final class Decimals {
  private static final Pattern SHAPE =
      Pattern.compile("[+-]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][+-]?\\d{1,3})?");

  private Decimals() {}

  /// @throws NumberFormatException when the text is no such number
  static double of(String text) {
    String number = text.strip();
    if (!SHAPE.matcher(number).matches()) {
      throw new NumberFormatException("'" + text + "' is no decimal number");
    }
    return Double.parseDouble(number);
  }
}
