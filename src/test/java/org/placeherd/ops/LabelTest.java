package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelTest {
  @Test
  void staysOneColumn() {
    assertThat(Label.of("two words ")).hasToString("two\\x20words\\x20");
    assertThat(Label.of("")).hasToString("-");
    assertThat(Label.of(new byte[] {'a', '\n', (byte) 0xFF})).hasToString("a\\x0A\\xFF");
  }

  @Test
  void isCutAt255Bytes() {
    assertThat(Label.of("x".repeat(256))).hasToString("x".repeat(255));
    assertThat(Label.of("\n".repeat(256))).hasToString("\\x0A".repeat(255));
  }

  @Test
  void isCopiedWithItsSpace() {
    for (int length = 1; length < 40; length++) {
      byte[] target = new byte[60];
      int end = Label.of("x".repeat(length)).copyTo(target, 1);
      assertThat(new String(Arrays.copyOfRange(target, 1, end), UTF_8))
          .isEqualTo("x".repeat(length) + " ");
    }
  }
}
