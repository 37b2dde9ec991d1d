package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bytes, white space, names and limits: protocol §1.
class LexicalRulesTest {
  private static final Limits LENIENT = new Limits(1_024, 255, true);

  private static LineKind named(String name) {
    return ReadLines.one("IAMAT " + name + " +34-118 1").kind();
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  @Test
  void exactlySixBytesAreWhiteSpace() {
    for (int value = 0; value < 256; value++) {
      char space = (char) value;
      boolean isSpace = " \t\r\n\f\u000b".indexOf(space) >= 0;
      if (value != '\n') {
        Line line = ReadLines.one("IAMAT kiwi" + space + "+34-118 1");
        assertThat(line.kind() == LineKind.IAMAT)
            .as("byte %d parts fields", value)
            .isEqualTo(isSpace);
      }
    }
  }

  @Test
  void noOtherSpaceOfUnicodePartsFields() {
    for (String space : List.of("\u00a0", "\u2028", "\u2003", "\u3000", "\ufeff", "\u0085")) {
      assertThat(ReadLines.one("IAMAT kiwi" + utf8(space) + "+34-118 1").kind())
          .isEqualTo(LineKind.INVALID);
    }
  }

  @Test
  void runsOfWhiteSpaceInsideBeforeAndBehindMeanNothing() {
    Line line = ReadLines.one(" \t\f IAMAT\r\u000bkiwi  \t+34-118 \f1 \t\r");
    assertThat(ReadLines.show(line)).startsWith("IAMAT|kiwi|+34-118|1|1000000000|true");
    assertThat(line.isTailTogether()).isFalse();
    assertThat(ReadLines.one("IAMAT kiwi +34-118 1").isTailTogether()).isTrue();
  }

  @Test
  void theCarriageReturnBeforeTheLineFeedBelongsToTheLine() {
    assertThat(ReadLines.whole(ReadLines.one("LLL\r"))).isEqualTo("LLL\r");
    assertThat(ReadLines.one("IAMAT kiwi +34-118 1\r").kind()).isEqualTo(LineKind.IAMAT);
    assertThat(ReadLines.one("IAMAT kiwi +34-118 1\r\r").kind()).isEqualTo(LineKind.IAMAT);
    assertThat(ReadLines.one("IAMAT kiwi +34-118 1\rx").kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void lineFeedsAndCarriageReturnsMayBeMixedInOneBurst() {
    List<String> shown =
        ReadLines.all(List.of("a\r\nb\n\n\r\nSTATUS\r\nlast"), Limits.DEFAULT, false);
    assertThat(shown)
        .containsExactly(
            "INVALID|a\r", "INVALID|b", "INVALID|", "INVALID|\r", "STATUS|STATUS\r", "rest: last");
  }

  @Test
  void namesAreAnyBytesButControls() {
    for (String name :
        List.of(
            utf8("\u00e9tudiant"),
            utf8("e\u0301tudiant"),
            utf8("🥝"),
            "\u00ff",
            "\u00a0",
            "%s%n",
            utf8("ÀÉ\u2028"),
            "\u00c3",
            "\u00f0\u00ff",
            utf8("\ud7ff\ue000"))) {
      assertThat(named(name)).as(name).isEqualTo(LineKind.IAMAT);
    }
  }

  @Test
  void controlBytesAreRefusedUnlessTheServerIsLenient() {
    List<String> controls =
        new ArrayList<>(List.of("\u007f", utf8("\u0080"), utf8("\u009b"), utf8("\u009f")));
    for (int value = 0; value < 0x20; value++) {
      if (" \t\r\n\f\u000b".indexOf(value) < 0) {
        controls.add(String.valueOf((char) value));
      }
    }
    // On their own, without the lead byte that would make them part of a letter.
    for (int value = 0x80; value <= 0x9f; value++) {
      controls.add(String.valueOf((char) value));
    }
    controls.add("\u00e0\u0080\u0080"); // not the shortest form, so no letter
    controls.add("\u00ed\u00a0\u0080"); // half a surrogate pair, likewise
    controls.add("\u00f4\u0090\u0080\u0080"); // beyond Unicode
    for (String control : controls) {
      String line = "IAMAT ki" + control + "wi +34-118 1";
      assertThat(ReadLines.one(line).kind())
          .as("%x", (int) control.charAt(0))
          .isEqualTo(LineKind.INVALID);
      assertThat(ReadLines.one(line, LENIENT, false).kind()).isEqualTo(LineKind.IAMAT);
      assertThat(ReadLines.one("WHATSAT " + control + " 1 1").kind()).isEqualTo(LineKind.INVALID);
    }
  }

  @Test
  void everyWellFormedLetterIsALetter() {
    for (int letter = 0xA0;
        letter <= Character.MAX_CODE_POINT;
        letter += letter < 0x3000 ? 1 : 97) {
      if (letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(letter).getBytes(UTF_8);
        assertThat(ControlBytes.in(bytes, 0, bytes.length)).as("%x", letter).isFalse();
      }
    }
  }

  @Test
  void peersMayTellOfNamesThatWeWouldRefuse() {
    assertThat(
            ReadLines.one("AT A +0.5 " + "n".repeat(600) + "\u0001 +34-118 1", Limits.DEFAULT, true)
                .kind())
        .isEqualTo(LineKind.AT);
  }

  @Test
  void aNameIsCappedToTheByte() {
    for (String start : List.of("IAMAT %s +34-118 1", "IAMAT  %s +34-118 1", "WHATSAT %s 1 1")) {
      assertThat(ReadLines.one(start.formatted("n".repeat(254))).kind())
          .isNotEqualTo(LineKind.INVALID);
      assertThat(ReadLines.one(start.formatted("n".repeat(255))).kind())
          .isNotEqualTo(LineKind.INVALID);
      assertThat(ReadLines.one(start.formatted("n".repeat(256))).kind())
          .isEqualTo(LineKind.INVALID);
    }
  }

  @Test
  void aLineIsCappedToTheByteItsCarriageReturnIncluded() {
    assertThat(ReadLines.one("x".repeat(1_023)).kind()).isEqualTo(LineKind.INVALID);
    assertThat(ReadLines.one("x".repeat(1_024)).kind()).isEqualTo(LineKind.INVALID);
    assertThat(ReadLines.one("x".repeat(1_025)).kind()).isEqualTo(LineKind.TOO_LONG);
    assertThat(ReadLines.one("x".repeat(1_024) + "\r").kind()).isEqualTo(LineKind.TOO_LONG);
    String report = "IAMAT kiwi +34." + "0".repeat(1_001) + "-118 ";
    assertThat(ReadLines.one(report + "123").kind()).isEqualTo(LineKind.IAMAT);
    assertThat(ReadLines.one(report + "1234").kind()).isEqualTo(LineKind.TOO_LONG);
  }

  @Test
  void nothingCountsBehindALineOfAnHttpRequest() {
    for (String line : List.of("POST /x HTTP/1.1", "GET  /  HTTP/1.0\r", "Host: 127.0.0.1:12490")) {
      assertThat(ReadLines.one(line).kind()).isEqualTo(LineKind.HTTP_REQUEST);
    }
    assertThat(ReadLines.one("GET / http").kind()).isEqualTo(LineKind.INVALID);
    assertThat(LineKind.HTTP_REQUEST.isLast()).isTrue();
  }

  @Test
  void aPeerMaySendLongerAtLinesAndOnlyThose() {
    String at = "AT Alford +0.5 kiwi +34-118 1 ";
    int most = Limits.DEFAULT.atLineBytes();
    String longest = at + "x".repeat(most - at.length());
    assertThat(ReadLines.one(longest, Limits.DEFAULT, true).kind()).isEqualTo(LineKind.AT);
    assertThat(ReadLines.one(longest + "x", Limits.DEFAULT, true).kind())
        .isEqualTo(LineKind.TOO_LONG);
    assertThat(ReadLines.one(longest, Limits.DEFAULT, false).kind()).isEqualTo(LineKind.TOO_LONG);
    assertThat(ReadLines.one("LLL".repeat(400), Limits.DEFAULT, true).kind())
        .isEqualTo(LineKind.TOO_LONG);
  }

  /// A peer once sent the longest line of six fields; with `spread=all` behind it was too long for
  /// the next server, and their link broke on it for ever.
  @Test
  void aReportThatCouldNotBePassedOnIsTooLong() {
    int most = Limits.DEFAULT.atReportBytes();
    String behind = "AT %s +0.5 kiwi +34-118 1";
    String longest = behind.formatted("S".repeat(most - behind.length() + 2));
    assertThat(ReadLines.one(longest, Limits.DEFAULT, true).kind()).isEqualTo(LineKind.AT);
    assertThat(ReadLines.one(longest + " spread=all", Limits.DEFAULT, true).kind())
        .isEqualTo(LineKind.AT);
    assertThat(ReadLines.one(longest + "1", Limits.DEFAULT, true).kind())
        .isEqualTo(LineKind.TOO_LONG);
  }

  @Test
  void nothingBehindATooLongLineCounts() {
    assertThat(ReadLines.all(List.of("y".repeat(1_025) + "\nSTATUS\n"), Limits.DEFAULT, false))
        .containsExactly("TOO_LONG|" + "y".repeat(128));
    assertThat(ReadLines.all(List.of("y".repeat(1_024), "y"), Limits.DEFAULT, false))
        .containsExactly("TOO_LONG|" + "y".repeat(128));
  }

  @Test
  void limitsThatTheTableCouldNotKeepAreRefused() {
    assertThat(catchThrowableMessage(63, 10)).contains("line-bytes");
    assertThat(catchThrowableMessage(16_385, 10)).contains("line-bytes");
    assertThat(catchThrowableMessage(100, 101)).contains("client-id-bytes");
    assertThat(catchThrowableMessage(100, 0)).contains("client-id-bytes");
  }

  private static String catchThrowableMessage(int lineBytes, int clientIdBytes) {
    try {
      return new Limits(lineBytes, clientIdBytes, false).toString();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aBatchEndsAtTheGivenNumberOfQuestions() {
    String text = "WHATSAT a 1 1\nLLL\nWHATSAT b 1 1\nWHATSAT c 1 1\n";
    LineBatch batch = new LineBatch();
    int end =
        new LineReader(Limits.DEFAULT, new HashKey(1, 2))
            .read(ReadLines.buffer(text), 0, text.length(), false, 2, batch);
    assertThat(batch.size()).isEqualTo(3);
    assertThat(text.substring(end)).isEqualTo("WHATSAT c 1 1\n");
  }

  @Test
  void aBatchEndsWhenItIsFull() {
    String text = "x\n".repeat(LineBatch.CAPACITY + 1);
    LineBatch batch = new LineBatch();
    int end =
        new LineReader(Limits.DEFAULT, new HashKey(1, 2))
            .read(ReadLines.buffer(text), 0, text.length(), false, 2, batch);
    assertThat(batch.size()).isEqualTo(LineBatch.CAPACITY);
    assertThat(end).isEqualTo(2 * LineBatch.CAPACITY);
  }
}
