package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1497508651, 1497508651000000000",
    "1497508651.123456789, 1497508651123456789",
    "1497508651.1234567899, 1497508651123456789",
    "2147483647, 2147483647000000000",
    "2147483648, 2147483648000000",
    "1497508651123, 1497508651123000000",
    "2017-06-15T06:37:31Z, 1497508651000000000",
    "2017-06-15T06:37:31.862Z, 1497508651862000000",
    "2017-06-15T06:37:31, 1497508651000000000",
    "2017-06-15 06:37:31, 1497508651000000000",
    "2017-06-15T08:37:31+02:00, 1497508651000000000",
    "2017-06-15T08:37:31 02:00, 1497508651000000000",
    "2017-06-14T23:37:31-0700, 1497508651000000000",
    "2017-06-15T08:37:31+02, 1497508651000000000",
    "2017-06-15T06:37:31.000+00:00, 1497508651000000000"
  })
  void timesAsAppsWriteThem(String text, long nanos) {
    assertThat(FixTime.of(text)).hasValue(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "-1",
        "1e9",
        "NaN",
        "1969-12-31T23:59:59Z",
        "2263-01-01T00:00:00Z",
        "9999999999999999999",
        "+999999999-12-31T23:59:59Z",
        "2017-13-15T06:37:31Z",
        "2017-06-15",
        "2017-06-15T06:37:31+99:00"
      })
  void whatIsNone(String text) {
    assertThat(FixTime.of(text)).isEmpty();
  }

  @Test
  void secondsAreSecondsHoweverMany() {
    assertThat(FixTime.ofSeconds("9000000000")).hasValue(9_000_000_000_000_000_000L);
    assertThat(FixTime.ofSeconds("9223372036")).isEmpty();
    assertThat(FixTime.ofSeconds("1497508651123")).isEmpty();
    assertThat(FixTime.ofSeconds("2017-06-15T06:37:31Z")).isEmpty();
  }
}
