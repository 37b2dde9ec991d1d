package org.placeherd.phones;

/// The units in which apps tell their speed.
enum SpeedUnit {
  METRES_PER_SECOND("mps", 1),
  KILOMETRES_PER_HOUR("kmh", 1 / 3.6),
  KNOTS("kn", 1852 / 3600.0);

  private final String code;
  private final double metresPerSecond;

  SpeedUnit(String code, double metresPerSecond) {
    this.code = code;
    this.metresPerSecond = metresPerSecond;
  }

  /// How it is written as the value of `speed_unit`.
  String code() {
    return code;
  }

  /// How many metres per second one of it is.
  double metresPerSecond() {
    return metresPerSecond;
  }

  /// The unit with that code, or the other one.
  static SpeedUnit of(String code, SpeedUnit otherwise) {
    for (SpeedUnit unit : values()) {
      if (unit.code.equals(code)) {
        return unit;
      }
    }
    return otherwise;
  }
}
