package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Random lines, from fixed seeds.
class LineReaderPropertiesTest {
  private static final long SEED = 12_490;
  private static final int LINES = 200_000;

  private static final List<String> SEEDLINGS =
      List.of(
          "IAMAT kiwi.cs.ucla.edu +34.068930-118.445127 1479413884.392014450",
          "IAMAT k +90.0-180 1",
          "IAMAT \u00c3\u00a9tudiant -0.5+0.25 9000000000.5",
          " IAMAT  kiwi\t+34-118 1479413884\r",
          "WHATSAT kiwi.cs.ucla.edu 10 5",
          "WHATSAT k 50.0 20",
          "AT Alford +0.263873386 kiwi +34.068930-118.445127 1479413884.392014450",
          "AT Alford 1e-05 kiwi +34-118 1 Bolden",
          "HELLO placeherd/1 Alford",
          "STATUS",
          "? LLL");
  private static final String SPICE =
      " \t\r+-.0199eE?xIAMT\u0000\u001b\u007f\u0085\u00a0\u00c3\u00ff";

  /// The grammar of protocol §2 once more, by regular expressions.
  private static final String SPACE = "[ \\t\\r\\f\\x0B]";

  private static final String WORD = "([^ \\t\\r\\f\\x0B]+)";
  private static final String NUMBER = "(\\d+(?:\\.\\d*)?)";
  private static final String POSITION = "[+-]" + NUMBER + "[+-]" + NUMBER;
  private static final String DELTA = "[+-]?" + NUMBER + "(?:[eE][+-]?\\d{1,2})?";
  private static final String REST = "(?:" + SPACE + ".*)?";
  private static final Pattern IAMAT = fields(SPACE + "*", "IAMAT", WORD, POSITION, NUMBER);
  private static final Pattern WHATSAT = fields(SPACE + "*", "WHATSAT", WORD, NUMBER, "(\\d+)");
  private static final Pattern AT = fields(REST, "AT", WORD, DELTA, WORD, POSITION, NUMBER);
  private static final Pattern HELLO = fields(REST, "HELLO", "placeherd/1");
  private static final Pattern STATUS = fields(SPACE + "*", "STATUS");

  private static Pattern fields(String end, String... patterns) {
    String line = SPACE + "*" + String.join(SPACE + "+", patterns) + end;
    return Pattern.compile(line, Pattern.DOTALL);
  }

  private static LineKind slowKind(String line) {
    if (line.startsWith("?")) {
      return LineKind.COMPLAINT;
    }
    Matcher iamat = IAMAT.matcher(line);
    if (iamat.matches()
        && isName(iamat.group(1))
        && isOnTheSphere(iamat.group(2), iamat.group(3))) {
      return LineKind.IAMAT;
    }
    Matcher whatsat = WHATSAT.matcher(line);
    if (whatsat.matches()
        && isName(whatsat.group(1))
        && atMost(whatsat.group(2), 50)
        && atMost(whatsat.group(3), 20)) {
      return LineKind.WHATSAT;
    }
    Matcher at = AT.matcher(line);
    if (at.matches() && isOnTheSphere(at.group(4), at.group(5))) {
      return LineKind.AT;
    }
    if (HELLO.matcher(line).matches()) {
      return LineKind.HELLO;
    }
    return STATUS.matcher(line).matches() ? LineKind.STATUS : LineKind.INVALID;
  }

  private static boolean isOnTheSphere(String latitude, String longitude) {
    return atMost(latitude, 90) && atMost(longitude, 180);
  }

  private static boolean atMost(String number, int most) {
    return new BigDecimal(number).compareTo(new BigDecimal(most)) <= 0;
  }

  private static boolean isName(String name) {
    byte[] bytes = ReadLines.buffer(name);
    return !ControlBytes.in(bytes, 0, name.length());
  }

  private static String mutated(SplittableRandom random) {
    StringBuilder line = new StringBuilder(SEEDLINGS.get(random.nextInt(SEEDLINGS.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(line.length() + 1);
      char spice = SPICE.charAt(random.nextInt(SPICE.length()));
      switch (random.nextInt(3)) {
        case 0 -> line.insert(at, spice);
        case 1 -> line.replace(at, Math.min(at + 1, line.length()), String.valueOf(spice));
        default -> line.delete(at, Math.min(at + random.nextInt(1, 4), line.length()));
      }
    }
    return line.toString();
  }

  @Test
  void agreesWithTheGrammarWrittenDownOnceMore() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < LINES; i++) {
      String line = mutated(random);
      assertThat(ReadLines.one(line).kind()).as("line %d: '%s'", i, line).isEqualTo(slowKind(line));
    }
  }

  /// A white-space byte in front takes a line off the fast path and changes nothing else.
  @Test
  void theFastPathSaysWhatTheGeneralPathSays() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < LINES; i++) {
      String line = mutated(random);
      String fast = ReadLines.show(ReadLines.one(line));
      if (!line.startsWith("?") && !fast.startsWith("INVALID") && !fast.startsWith("STATUS")) {
        assertThat(ReadLines.show(ReadLines.one("\t" + line))).as("line %d", i).isEqualTo(fast);
      }
    }
  }

  @Test
  void aStreamCutAnywhereYieldsTheSameLines() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append(mutated(random)).append('\n');
    }
    text.append("x".repeat(1_024))
        .append('\n')
        .append("AT A +1 k +1+1 1 ")
        .append("y".repeat(2_000));
    text.append("\nIAMAT half");
    String stream = text.toString();
    List<String> whole = ReadLines.all(List.of(stream), Limits.DEFAULT, true);
    for (int cut = 0; cut <= stream.length(); cut++) {
      List<String> pieces = List.of(stream.substring(0, cut), stream.substring(cut));
      assertThat(ReadLines.all(pieces, Limits.DEFAULT, true)).as("cut at %d", cut).isEqualTo(whole);
    }
    List<String> bytes = stream.chars().mapToObj(Character::toString).toList();
    assertThat(ReadLines.all(bytes, Limits.DEFAULT, true)).isEqualTo(whole);
  }

  @Test
  void hashesDependOnEveryByteOfTheNameAndOnNothingElse() {
    HashKey key = new HashKey(3, 4);
    String name = "a-name-of-some-20-bytes";
    long hash = key.hash(ReadLines.buffer(name), 0, name.length());
    byte[] elsewhere = ReadLines.buffer("xxxxx" + name + "yyyy");
    assertThat(key.hash(elsewhere, 5, 5 + name.length())).isEqualTo(hash);
    for (int i = 0; i < name.length(); i++) {
      byte[] other = ReadLines.buffer(name);
      other[i] ^= 1;
      assertThat(key.hash(other, 0, name.length())).isNotEqualTo(hash);
    }
    assertThat(new HashKey(3, 5).hash(ReadLines.buffer(name), 0, name.length())).isNotEqualTo(hash);
  }
}
