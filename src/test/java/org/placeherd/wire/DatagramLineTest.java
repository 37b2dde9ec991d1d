package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A datagram is one line, whether it ends or not.
class DatagramLineTest {
  private static final LineReader READER = new LineReader(Limits.DEFAULT, new HashKey(1, 2));

  private final LineBatch batch = new LineBatch();

  private Line read(String text) {
    batch.clear();
    READER.readDatagram(ReadLines.buffer(text + "\0"), text.length(), true, batch);
    assertThat(batch.size()).isEqualTo(1);
    return batch.line(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IAMAT kiwi +34.068930-118.445127 1479413884.392014450",
        "IAMAT  kiwi +34-118 1",
        "WHATSAT kiwi 10 5",
        "AT Lake +0.5 kiwi +34-118 1479413884.5",
        "LLL",
        "? LLL",
        "",
      })
  void isReadAsTheSameLineOfAStream(String text) {
    String expected = ReadLines.show(ReadLines.one(text));
    assertThat(ReadLines.show(read(text))).isEqualTo(expected);
    assertThat(ReadLines.show(read(text + "\n"))).isEqualTo(expected);
  }

  @Test
  void severalLinesAreNone() {
    assertThat(ReadLines.show(read("IAMAT a +1+2 3\nIAMAT b +1+2 3\n")))
        .isEqualTo("INVALID|IAMAT a +1+2 3\nIAMAT b +1+2 3");
    assertThat(ReadLines.show(read("IAMAT a +1+2 1479413884.5\n\n")))
        .isEqualTo("INVALID|IAMAT a +1+2 1479413884.5\n");
    assertThat(read("IAMAT a +1+2\n3").kind()).isEqualTo(LineKind.INVALID);
    assertThat(read("?\nLLL").kind()).isEqualTo(LineKind.COMPLAINT);
    assertThat(read("x\n".repeat(600)).kind()).isEqualTo(LineKind.TOO_LONG);
  }

  @Test
  void aQuestionCanBePutOff() {
    String question = "WHATSAT kiwi 10 5";
    READER.readDatagram(ReadLines.buffer(question + "\0"), question.length(), false, batch);
    assertThat(batch.size()).isZero();
    assertThat(batch.endsAtQuestion()).isTrue();
  }
}
