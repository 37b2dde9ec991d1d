package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeTest {
  private static final String[] PIECES = {
    "IAMAT kiwi.cs.ucla.edu ",
    "é",
    "日本",
    "👩‍👩‍👧",
    "\\",
    "\\x41",
    "\0",
    "\n",
    "\t",
    "\u007f",
    "\u0085",
    "\u2028",
    "\u202e",
    "~",
    " ",
    "\ufffd"
  };

  @Test
  void whateverComesInIsReadableAndComesBack() {
    Random random = new Random(1);
    for (int round = 0; round < 50_000; round++) {
      byte[] raw = anything(random);
      byte[] escaped = escape(raw);
      assertReadable(escaped);
      assertThat(unescape(escaped)).isEqualTo(raw);
    }
  }

  @Test
  void everyByteAtEveryPlaceOfAWordIsReadableAndComesBack() {
    for (int at = 0; at < 20; at++) {
      for (int b = 0; b < 256; b++) {
        byte[] raw = "abcdefghijklmnopqrst".getBytes(UTF_8);
        raw[at] = (byte) b;
        byte[] escaped = escape(raw);
        assertReadable(escaped);
        assertThat(unescape(escaped)).isEqualTo(raw);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6B697769, kiwi",
    "C3A974756469616E74, étudiant",
    "65CC8174756469616E74, e\u0301tudiant",
    "F09F9091, 🐑",
    "5C, \\\\",
    "00, \\x00",
    "1B5B326A, \\x1B[2j",
    "7F, \\x7F",
    "FF, \\xFF",
    "C285, \\xC2\\x85",
    "C0AF, \\xC0\\xAF",
    "EDA080, \\xED\\xA0\\x80",
    "E0809F, \\xE0\\x80\\x9F",
    "F4908080, \\xF4\\x90\\x80\\x80",
    "C3, \\xC3",
    "E280AE, \\xE2\\x80\\xAE",
    "E280A8, \\xE2\\x80\\xA8"
  })
  void lettersStayAndTheRestIsHex(String rawHex, String expected) {
    byte[] raw = java.util.HexFormat.of().parseHex(rawHex);
    assertThat(new String(escape(raw), UTF_8)).isEqualTo(expected);
  }

  static byte[] escape(byte[] raw) {
    byte[] target = new byte[raw.length * Escape.WORST + Escape.SLACK];
    return Arrays.copyOf(target, Escape.copy(raw, 0, raw.length, target, 0));
  }

  static void assertReadable(byte[] escaped) {
    for (byte b : escaped) {
      assertThat((b & 0xFF) < 0x20 || b == 0x7F).isFalse();
    }
    assertThatCode(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(escaped)))
        .doesNotThrowAnyException();
    assertThat(new String(escaped, UTF_8).codePoints().anyMatch(Character::isISOControl)).isFalse();
  }

  static byte[] unescape(byte[] escaped) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] != '\\') {
        raw.write(escaped[i]);
      } else if (escaped[i + 1] == '\\') {
        raw.write('\\');
        i++;
      } else {
        assertThat(escaped[i + 1]).isEqualTo((byte) 'x');
        raw.write(Integer.parseInt(new String(escaped, i + 2, 2, UTF_8), 16));
        i += 3;
      }
    }
    return raw.toByteArray();
  }

  /// Readable text, text with one wrong byte, or noise.
  static byte[] anything(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] raw = text.toString().getBytes(UTF_8);
    if (raw.length > 0 && random.nextBoolean()) {
      raw[random.nextInt(raw.length)] = (byte) random.nextInt();
    }
    if (random.nextInt(4) == 0) {
      random.nextBytes(raw);
    }
    return raw;
  }
}
