package org.placeherd.places;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names as they are compared, so that `Musée` is found by `musee`.
final class FoldedText {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private FoldedText() {}

  /// Without what people leave out when they type: accents, case, letters that are two.
  static String of(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return plain
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replace("æ", "ae")
        .replace("œ", "oe")
        .replace('ø', 'o')
        .replace('ł', 'l')
        .replace('đ', 'd')
        .replace('ð', 'd')
        .replace('ı', 'i');
  }
}
