package org.placeherd.phones;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import java.util.Optional;

/// QR codes for a terminal, two rows of modules in a row of text.
public final class QrText {
  /// Light modules that must at least stand around a code (ISO/IEC 18004).
  private static final int QUIET_MODULES = 4;

  private QrText() {}

  /// The code of a text, its rows ended by LF; empty if the text is too long for one (some 2,900
  /// bytes).
  ///
  /// The light modules are what is drawn, so it is right on a dark terminal; on a light one it is
  /// inverted, which most phones read, too.
  public static Optional<String> of(String text) {
    try {
      return Optional.of(draw(QrCode.encodeText(text, QrCode.Ecc.LOW)));
    } catch (DataTooLongException e) {
      return Optional.empty();
    }
  }

  private static String draw(QrCode code) {
    int end = code.size + QUIET_MODULES;
    StringBuilder rows = new StringBuilder();
    for (int y = -QUIET_MODULES; y < end; y += 2) {
      for (int x = -QUIET_MODULES; x < end; x++) {
        boolean upper = !code.getModule(x, y);
        boolean lower = !code.getModule(x, y + 1);
        rows.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
      }
      rows.append('\n');
    }
    return rows.toString();
  }
}
