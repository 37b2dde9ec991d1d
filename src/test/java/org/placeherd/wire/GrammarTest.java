package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors of protocol §9 and the rules of §§1 and 2, a line each.
class GrammarTest {
  private static LineKind kind(String line) {
    return ReadLines.one(line).kind();
  }

  private static LineKind report(String position, String time) {
    return kind("IAMAT kiwi " + position + " " + time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+34.068930-118.445127", "+12-118", "+35-120", "+0.0-0.0", "-1.0-2.0", "+1.0+2.0",
        "+90.0-180", "-90+180.000", "+90.-180.", "+090-0180", "+34.-118.",
            "+89.9999999999-179.99999",
        "+00000000000000000000001-000000000000000000000000002"
      })
  void positionsAreTwoSignedNumbersOnTheSphere(String position) {
    assertThat(report(position, "160000")).isEqualTo(LineKind.IAMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "34.068930-118.445127",
        "-118.445127",
        "+18.445127",
        "Los_Angeles",
        "+34.068930+-118.445127",
        "+34.068930,118.445127",
        "34.06-118.4",
        "+34.06-118.4+12",
        "+34.06-118.4/",
        "+34.06 -118.4",
        "+.5-118",
        "+34-.5",
        "+-",
        "+",
        "+34.06-",
        "+34..0-118",
        "+90.0000000000000001-118",
        "+91-118",
        "-90.00001-118",
        "+34-180.0000000000000000001",
        "+34+181",
        "+99999999999999999999999-118",
        "+34-118e1",
        "+3٤-118",
        "+34.06-118.4x"
      })
  void otherPositionsAreRefused(String position) {
    assertThat(report(position, "160000")).isEqualTo(LineKind.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1479413884.392014450",
        "160000",
        "78327593.23573284",
        "0",
        "0.0",
        "5.",
        "000001",
        "1.0000000000000000000000000000000001",
        "9223372036.854775808",
        "99999999999999999999999999999999.5"
      })
  void timesAreUnsignedDecimalsOfAnyLength(String time) {
    assertThat(report("+34-118", time)).isEqualTo(LineKind.IAMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOW",
        "-1479413884.392014450",
        "+1479413884",
        "1e9",
        "1E9",
        ".5",
        "1.2.3",
        "1,5",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "1479413884.392014450s"
      })
  void otherTimesAreRefused(String time) {
    assertThat(report("+34-118", time)).isEqualTo(LineKind.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0",
        "50 20",
        "50.0 5",
        "50. 5",
        "0.001 1",
        "10 020",
        "010 1",
        "49.9999999999999999 1"
      })
  void areasAreZeroToFiftyKilometresAndZeroToTwentyPlaces(String area) {
    assertThat(kind("WHATSAT id " + area)).isEqualTo(LineKind.WHATSAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "51 5",
        "1000 5",
        "-10 5",
        "r 5",
        "10 21",
        "10 1000",
        "10 -10",
        "10 -5.2",
        "10 l",
        "10 5.0",
        "10 +5",
        "+10 5",
        "1e1 5",
        "0x5 5",
        "50.000000000000001 5",
        "50.000000001 5",
        "50.0000000001 5",
        ".5 5",
        "10 99999999999999999999",
        "10",
        "10 5 5",
        "99999999999999999999 5"
      })
  void otherAreasAreRefused(String area) {
    assertThat(kind("WHATSAT id " + area)).isEqualTo(LineKind.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LLL",
        "IAMTA kiwi +34-118 1",
        "IAMAT ki wi +34-118 1",
        "IAMAT kiwi +34-118 1 more",
        "IAMAT",
        "IAMAT kiwi",
        "IAMAT kiwi +34-118",
        "WHATSAT",
        "WHATSAT id",
        "WHATSAT id 2",
        "iamat kiwi +34-118 1",
        "IAMAT\u00a0kiwi +34-118 1",
        "XIAMAT kiwi +34-118 1",
        "IAMATX kiwi +34-118 1",
        "AT",
        "AT Alford +0.5 kiwi +34-118",
        "AT Alford x kiwi +34-118 1",
        "AT Alford +0.5 kiwi +91-118 1",
        "AT Alford +0.5 kiwi +34-118 soon",
        "HELLO",
        "HELLO placeherd/2 x",
        "HELLO placeherd/10 x",
        "STATUS now",
        ""
      })
  void whatIsNoCommandIsInvalid(String line) {
    assertThat(kind(line)).isEqualTo(LineKind.INVALID);
  }

  @Test
  void everythingBehindAQuestionMarkIsAComplaint() {
    assertThat(kind("?")).isEqualTo(LineKind.COMPLAINT);
    assertThat(kind("? IAMAT kiwi +34-118 1")).isEqualTo(LineKind.COMPLAINT);
    assertThat(kind(" ? LLL")).isEqualTo(LineKind.INVALID);
  }

  @Test
  void fieldsOfAReportAreWhereTheyStand() {
    assertThat(
            ReadLines.show(
                ReadLines.one("IAMAT kiwi.cs.ucla.edu +34.068930-118.445127 1479413884.392014450")))
        .startsWith(
            "IAMAT|kiwi.cs.ucla.edu|+34.068930-118.445127|1479413884.392014450|1479413884392014450|true|");
  }

  @Test
  void aPositionIsAPointOnTheSphere() {
    Line line = ReadLines.one("IAMAT kiwi +34.5-118.25 1");
    assertThat(line.position().latitudeDegrees()).isEqualTo(34.5);
    assertThat(line.position().longitudeDegrees()).isEqualTo(-118.25);
    assertThat(
            ReadLines.one("IAMAT kiwi -89.99999999999999999999+1. 1").position().latitudeDegrees())
        .isEqualTo(-90);
  }

  @Test
  void aTimeBeyond2262IsKeptAsText() {
    Line line = ReadLines.one("IAMAT kiwi +34-118 9223372036.5");
    assertThat(line.timeNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(line.timeIsExact()).isFalse();
    Line last = ReadLines.one("IAMAT kiwi +34-118 9223372034.999999999");
    assertThat(last.timeNanos()).isEqualTo(9_223_372_034_999_999_999L);
    assertThat(last.timeIsExact()).isTrue();
  }

  @Test
  void digitsPastTheNinthMakeATimeInexactUnlessTheyAreZero() {
    assertThat(ReadLines.one("IAMAT kiwi +34-118 1.1234567890").timeIsExact()).isTrue();
    Line line = ReadLines.one("IAMAT kiwi +34-118 1.1234567899");
    assertThat(line.timeNanos()).isEqualTo(1_123_456_789);
    assertThat(line.timeIsExact()).isFalse();
  }

  @Test
  void anAreaIsReadAsKilometresAndNumber() {
    Line line = ReadLines.one("WHATSAT id 12.25 07");
    assertThat(line.radiusKilometres()).isEqualTo(12.25);
    assertThat(line.bound()).isEqualTo(7);
  }

  @Test
  void helloNamesItsSender() {
    assertThat(ReadLines.show(ReadLines.one("HELLO placeherd/1 Alford"))).isEqualTo("HELLO|Alford");
    assertThat(ReadLines.show(ReadLines.one("HELLO placeherd/1 Alford more")))
        .isEqualTo("HELLO|Alford");
    assertThat(ReadLines.show(ReadLines.one("HELLO placeherd/1"))).isEqualTo("HELLO|");
    assertThat(kind(" STATUS\r")).isEqualTo(LineKind.STATUS);
  }

  @Test
  void anAnswerToHelloIsKnownByItsVersion() {
    assertThat(Hello.isAnswer("HELLO placeherd/1 Alford")).isTrue();
    assertThat(Hello.isAnswer("HELLO placeherd/1\r")).isTrue();
    String asaByteForByte = "\u00c3\u0085sa"; // UTF-8 of Åsa; U+0085 ends a line in Unicode
    assertThat(Hello.isAnswer("HELLO placeherd/1 " + asaByteForByte)).isTrue();
    assertThat(Hello.isAnswer("HELLO placeherd/11 Alford")).isFalse();
    assertThat(Hello.isAnswer("? HELLO placeherd/1 Alford")).isFalse();
    assertThat(kind(Hello.line("Alford").trim())).isEqualTo(LineKind.HELLO);
  }
}
