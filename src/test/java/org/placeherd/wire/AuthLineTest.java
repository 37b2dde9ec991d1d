package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A line that shows a token, alone and before the report of a datagram.
class AuthLineTest {
  private static final LineReader READER = new LineReader(Limits.DEFAULT, new HashKey(1, 2));
  private static final String REPORT = "IAMAT kiwi +34.0-118.0 1479413884";

  private static LineBatch read(String text) {
    LineBatch batch = new LineBatch();
    READER.read(ReadLines.buffer(text + "\0"), 0, text.length(), false, 9, batch);
    return batch;
  }

  private static LineBatch datagram(String text, boolean takesToken) {
    LineBatch batch = new LineBatch();
    READER.readDatagram(ReadLines.buffer(text + "\0"), text.length(), true, takesToken, batch);
    return batch;
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"AUTH abc,abc", "  AUTH \tabc \t,abc", "AUTH a b,''", "AUTH,''", "AUTH ,''"})
  void itsSecondWordIsTheTokenIfThereAreTwo(String text, String token) {
    Line line = read(text + "\n").line(0);
    assertThat(line.kind()).isEqualTo(LineKind.AUTH);
    assertThat(new String(line.token(), ISO_8859_1)).isEqualTo(token);
  }

  @ParameterizedTest
  @CsvSource({"auth abc", "AUTHX abc", "XAUTH abc"})
  void anythingElseIsNone(String text) {
    assertThat(read(text + "\n").line(0).kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void aDatagramMayHaveOneBeforeItsReport() {
    LineBatch both = datagram("AUTH abc\n" + REPORT, true);
    assertThat(both.size()).isEqualTo(2);
    assertThat(both.line(0).toString()).isEqualTo("AUTH abc");
    assertThat(both.line(1).kind()).isEqualTo(LineKind.IAMAT);
    assertThat(both.line(1).toString()).isEqualTo(REPORT);
    LineBatch unusual = datagram("AUTH abc\r\n IAMAT  kiwi +34-118 5\r\n", true);
    assertThat(unusual.line(1).kind()).isEqualTo(LineKind.IAMAT);
  }

  @ParameterizedTest
  @CsvSource({"WHATSAT kiwi 1 1", "AUTH abc", "IAMAT kiwi", "''"})
  void beforeAnythingElseItIsAnAuthWithoutToken(String second) {
    LineBatch batch = datagram("AUTH abc\n" + second + "\n", true);
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.line(0).kind()).isEqualTo(LineKind.AUTH);
    assertThat(batch.line(0).token()).isEmpty();
  }

  @Test
  void whereNoTokensAreTakenTwoLinesAreNoCommand() {
    LineBatch batch = datagram("AUTH abc\n" + REPORT, false);
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.line(0).kind()).isEqualTo(LineKind.INVALID);
    assertThat(datagram(REPORT + "\n" + REPORT, true).line(0).kind()).isEqualTo(LineKind.INVALID);
  }
}
