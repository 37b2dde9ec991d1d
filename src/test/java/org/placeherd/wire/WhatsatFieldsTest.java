package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may follow the three operands of WHATSAT, and where nothing may.
class WhatsatFieldsTest {
  private static final Limits TAKEN = new Limits(1_024, 255, false, true);

  private static Line read(String fields) {
    return ReadLines.one("WHATSAT kiwi 10 5 " + fields, TAKEN, false);
  }

  @Test
  void withoutTheSwitchThereAreThreeOperandsAndNoMore() {
    for (String field : new String[] {"type=cafe", "name=a", "rank=distance", "x"}) {
      String line = "WHATSAT kiwi 10 5 " + field;
      assertThat(ReadLines.one(line).kind()).as(line).isEqualTo(LineKind.INVALID);
      assertThat(ReadLines.one(line, Limits.DEFAULT, true).kind()).isEqualTo(LineKind.INVALID);
    }
    assertThat(ReadLines.one("WHATSAT kiwi 10 5").kind()).isEqualTo(LineKind.WHATSAT);
  }

  @Test
  void withTheSwitchTheyMayStandInAnyOrder() {
    Line line = read("rank=importance  name=Blue+Bottle\ttype=coffee_shop_2 ");
    assertThat(line.kind()).isEqualTo(LineKind.WHATSAT);
    assertThat(line.placeType()).contains("coffee_shop_2");
    assertThat(line.placeName()).contains("Blue Bottle");
    assertThat(line.ranksByImportance()).isTrue();
    assertThat(line.radiusKilometres()).isEqualTo(10);
    assertThat(line.bound()).isEqualTo(5);
    assertThat(read("rank=distance").ranksByImportance()).isFalse();
  }

  @Test
  void aLineWithoutThemLeavesNothingOfTheLineBefore() {
    assertThat(read("type=cafe name=a rank=importance").ranksByImportance()).isTrue();
    Line plain = ReadLines.one("WHATSAT kiwi 10 5", TAKEN, false);
    assertThat(plain.kind()).isEqualTo(LineKind.WHATSAT);
    assertThat(plain.placeType()).isEmpty();
    assertThat(plain.placeName()).isEmpty();
    assertThat(plain.ranksByImportance()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "a+b, a b",
    "a%20b, a b",
    "100%25, 100%",
    "1%2B1, 1+1",
    "caf%C3%A9, café",
    "caf%c3%a9, café",
    "x=y, x=y",
    "%F0%9F%8D%95, 🍕"
  })
  void namesArePercentEncodedAndAPlusIsASpace(String written, String meant) {
    assertThat(read("name=" + written).placeName()).contains(meant);
  }

  @Test
  void namesMayStandAsUtf8() {
    assertThat(read("name=caf\u00c3\u00a9").placeName()).contains("café");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=",
        "type=Cafe",
        "type=a|b",
        "type=a,b",
        "type=a type=b",
        "typ=cafe",
        "TYPE=cafe",
        "name=",
        "name=+",
        "name=%20",
        "name=%",
        "name=%2",
        "name=%G0",
        "name=%C3",
        "name=\u00ff",
        "name=%0A",
        "name=a%00b",
        "name=%C2%85",
        "name=a name=b",
        "name=%C0%AF",
        "rank=",
        "rank=price",
        "rank=distance rank=distance",
        "rank=distance rank=importance",
        "cafe",
        "=",
        "type=a name=b rank=distance x",
        "type=a name=b rank=distance type=a"
      })
  void anythingElseIsAnInvalidCommand(String fields) {
    assertThat(read(fields).kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void longerThanAnyNameIsInvalid() {
    assertThat(read("name=" + "x".repeat(256)).placeName()).contains("x".repeat(256));
    assertThat(read("name=" + "x".repeat(257)).kind()).isEqualTo(LineKind.INVALID);
    assertThat(read("type=" + "x".repeat(64)).placeType()).contains("x".repeat(64));
    assertThat(read("type=" + "x".repeat(65)).kind()).isEqualTo(LineKind.INVALID);
  }
}
