package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtLineTest {
  private static final long SEED = 20_161_117;

  private static String delta(long nanos) {
    ByteWriter out = new ByteWriter(1);
    AtLine.putDelta(out, nanos);
    return out.toString();
  }

  private static Line at(String delta, String time) {
    return ReadLines.one("AT Alford " + delta + " kiwi +34-118 " + time);
  }

  @ParameterizedTest
  @CsvSource({
    "0, +0.000000000",
    "-1, -0.000000001",
    "263873386, +0.263873386",
    "-3500000000, -3.500000000",
    "999999999, +0.999999999",
    "1000000000, +1.000000000",
    "1479413884123456789, +1479413884.123456789",
    "9223372036854775807, +9223372036.854775807",
    "-9223372036854775807, -9223372036.854775807"
  })
  void deltaHasASignADigitAndNineDecimals(long nanos, String text) {
    assertThat(delta(nanos)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      long delta = random.nextLong() >> random.nextInt(1, 64);
      long time = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(1, 63);
      String timeText = BigDecimal.valueOf(time, 9).toPlainString();
      Line line = at(delta(delta), timeText);
      assertThat(line.kind()).isEqualTo(LineKind.AT);
      assertThat(line.timeNanos()).isEqualTo(time);
      assertThat(line.deltaIsCanonical()).isTrue();
      assertThat(line.receiveNanos() - time).as(timeText).isEqualTo(delta);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 1500000000",
    "+.5, -1",
    "5, 6000000000",
    "-0.25, 750000000",
    "+0.5, 1500000000",
    "1e-05, 1000010000",
    "1E-5, 1000010000",
    "1.5e+1, 16000000000",
    "-0.000000000, 1000000000",
    "+0.0000000001, 1000000000",
    "-0.0000000001, 999999999",
    "+00.500000000, 1500000000",
    "+1e99, 9223372036854775807",
    "-1e99, -9223372036854775808",
    "1e100, -1",
    "e5, -1",
    "1e, -1",
    "--1, -1",
    "+, -1",
    "1e1.5, -1",
    "99999999999, 9223372036854775807"
  })
  void deltasOfOldServersAreReadAsTheyAre(String delta, long receiveNanos) {
    Line line = at(delta, "1");
    if (receiveNanos == -1) {
      assertThat(line.kind()).isEqualTo(LineKind.INVALID);
    } else {
      assertThat(line.kind()).isEqualTo(LineKind.AT);
      assertThat(line.receiveNanos()).isEqualTo(receiveNanos);
      assertThat(line.deltaIsCanonical()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036.5", "13569465600.25", "13569465600.2500000000001", "99999999999999"})
  void aFarTimeHasItsReceiveTimeOnEveryServer(String time) {
    long receiveNanos = 1_479_413_884_656_000_000L;
    byte[] delta = AtLine.farDelta(receiveNanos, ReadLines.one("IAMAT kiwi +34-118 " + time));
    String text = new String(delta, ISO_8859_1);
    assertThat(text).matches("-[1-9]\\d*\\.\\d{9}");
    Line line = at(text, time);
    assertThat(line.receiveNanos()).isEqualTo(receiveNanos);
    assertThat(line.deltaIsCanonical()).isFalse();
  }

  @Test
  void theTailIsWhatTheClientSentWithSingleSpaces() {
    for (String text : new String[] {"IAMAT ki +34-118 1.50", "IAMAT \t ki  +34-118\t1.50 \r"}) {
      ByteWriter out = new ByteWriter(1);
      AtLine.putTail(out, ReadLines.one(text));
      assertThat(out).hasToString("ki +34-118 1.50");
    }
  }

  @Test
  void thePrefixNamesTheServer() {
    assertThat(new String(AtLine.prefix("Alford".getBytes(ISO_8859_1)), ISO_8859_1))
        .isEqualTo("AT Alford ");
  }

  @Test
  void namesBehindTheSixFieldsAreFoundWhole() {
    Line line = ReadLines.one("AT A +0.5 kiwi +34-118 1 Bolden \t Hamilton\r");
    assertThat(line.hasExtra("Bolden".getBytes(ISO_8859_1))).isTrue();
    assertThat(line.hasExtra("Hamilton".getBytes(ISO_8859_1))).isTrue();
    assertThat(line.hasExtra("Bold".getBytes(ISO_8859_1))).isFalse();
    assertThat(line.hasExtra("A".getBytes(ISO_8859_1))).isFalse();
    assertThat(ReadLines.one("AT A +0.5 kiwi +34-118 1").hasExtra("1".getBytes(ISO_8859_1)))
        .isFalse();
  }
}
