package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static Fields query(String query) {
    return Fields.of(query, "").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "a=b, b",
    "a=b+c%20d, b c d",
    "a=%C3%A9, é",
    "a=100%, 100%",
    "a=%zz%4, %zz%4",
    "a=b=c, b=c",
    "a=&a=b, b",
    "&&=x&a&a=b&, b",
    "%61=b, b",
    "a=%20b%20, b"
  })
  void queriesAreDecoded(String query, String value) {
    assertThat(query(query).text("a")).contains(value);
  }

  @Test
  void theQueryGoesBeforeTheForm() {
    Fields fields = Fields.of("a=1", "a=2&b=3").orElseThrow();
    assertThat(fields.text("a")).contains("1");
    assertThat(fields.text("b")).contains("3");
    assertThat(fields.text("c", "b")).contains("3");
    assertThat(fields.has("c")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-1.5, -1.5", "1.0E-4, 0.0001", ".5, 0.5", "5., 5", "+2, 2", "1e3, 1000"})
  void numbers(String text, double number) {
    assertThat(Fields.parse(text)).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "-", "1e", "NaN", "Infinity", "0x1p3", "1d", "1e999", "1,5", "١"})
  void whatIsNoNumber(String text) {
    assertThat(Fields.parse(text)).isEmpty();
  }

  @Test
  void jsonIsReadLikeAQuery() {
    Fields fields =
        Fields.of(
            Json.read(
                    "{\"i\":12,\"d\":1e-7,\"s\":\" x \",\"t\":true,\"n\":null,\"o\":{},\"h\":1e999}")
                .orElseThrow());
    assertThat(fields.text("i")).contains("12");
    assertThat(fields.text("d")).contains("0.00000010");
    assertThat(fields.text("s")).contains("x");
    assertThat(fields.flag("t")).contains(true);
    assertThat(fields.has("n", "o", "h", "missing")).isFalse();
  }
}
