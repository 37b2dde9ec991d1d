package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The codes are read by another maker's reader.
class QrTextTest {
  private static final int PIXELS = 4;
  private static final int WHITE = 0xFFFFFF;

  static List<PhoneLink> links() {
    return PhoneLinks.of("https://herd.example.org:13490", "jane", "Yf3kQ9mWv7sT2bXc8dRz4A");
  }

  @ParameterizedTest
  @MethodSource("links")
  void isReadFromTheTerminal(PhoneLink link) throws ReaderException {
    assertThat(read(QrText.of(link.text()).orElseThrow())).isEqualTo(link.text());
  }

  @Test
  void isAsWideAsATerminalAndHasQuietAround() {
    for (PhoneLink link : links()) {
      List<String> rows = QrText.of(link.text()).orElseThrow().lines().toList();
      assertThat(rows).allMatch(row -> row.length() == rows.getFirst().length());
      assertThat(rows.getFirst()).matches("█+").hasSizeLessThan(80);
      assertThat(rows).allMatch(row -> row.startsWith("████") || row.startsWith("▀▀▀▀"));
    }
  }

  @Test
  void whatIsTooLongHasNone() {
    assertThat(QrText.of("x".repeat(3_000))).isEmpty();
  }

  private static String read(String drawn) throws ReaderException {
    List<String> rows = drawn.lines().toList();
    int width = rows.getFirst().length() * PIXELS;
    int height = rows.size() * 2 * PIXELS;
    int[] pixels = new int[width * height];
    Arrays.setAll(
        pixels,
        at -> {
          int y = at / width / PIXELS;
          char half = rows.get(y / 2).charAt(at % width / PIXELS);
          return half == '█' || half == (y % 2 == 0 ? '▀' : '▄') ? WHITE : 0;
        });
    RGBLuminanceSource source = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(source)), Map.of(DecodeHintType.TRY_HARDER, true))
        .getText();
  }
}
