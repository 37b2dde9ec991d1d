package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhonePathTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/, -, UNKNOWN",
        "'', -, UNKNOWN",
        "/pub, -, OWNTRACKS",
        "/pub/, -, OWNTRACKS",
        "/publish, -, UNKNOWN",
        "/forward/traccar, -, TRACCAR_FORWARD",
        "/t/, -, UNKNOWN",
        "/t/secret, secret, UNKNOWN",
        "/t/secret/, secret, UNKNOWN",
        "/t/pub, pub, UNKNOWN",
        "/t/secret/gpslogger, secret, GPSLOGGER",
        "/t/a%2Fb/overland, a/b, OVERLAND",
        "/t/secret/forward/traccar, secret, TRACCAR_FORWARD",
        "//, -, UNKNOWN"
      })
  void isTakenApart(String path, String token, PhoneApp app) {
    assertThat(PhonePath.of(path)).isEqualTo(new PhonePath(Optional.ofNullable(token), app));
  }
}
