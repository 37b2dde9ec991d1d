package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.LineReader;

/// Whatever is sent, there is an answer, and every report in it is a legal line.
class HostileRequestsTest {
  private static final long SEED = 20_261_128;
  private static final long RECEIVED_NANOS = 1_764_354_113_000_000_000L;
  private static final int RANDOM_CHANGES = 300;
  private static final List<String> BAD_VALUES =
      List.of(
          "1e999999999",
          "-1e999999999",
          "NaN",
          "Infinity",
          "null",
          "true",
          "{}",
          "[]",
          "[[1]]",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "\"\\u0000\\n\"",
          "0x1p3",
          "9".repeat(99),
          "9".repeat(5_000),
          "-0",
          "0.0000000000000000000000000000000000001",
          "\"" + "a".repeat(300) + "\"",
          "");
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:=,\\[])(\"[^\"]*\"|[^\"\\[\\]{},&=:]+)");

  private final LineReader reader = new LineReader(Limits.DEFAULT, new HashKey(1, 2));
  private final LineBatch batch = new LineBatch();

  static List<Recording> recordings() throws IOException {
    return Recording.all();
  }

  private void check(PhoneAnswer answer) {
    assertThat(answer.reply().status()).isIn(200, 400);
    for (PhoneReport report : answer.reports()) {
      byte[] line = (report.iamat() + "\n").getBytes(UTF_8);
      byte[] bytes = Arrays.copyOf(line, line.length + LineReader.SLACK_BYTES);
      batch.clear();
      reader.read(bytes, 0, line.length, false, 1, batch);
      assertThat(batch.size()).isEqualTo(1);
      assertThat(batch.line(0).kind()).as(report.iamat()).isEqualTo(LineKind.IAMAT);
      assertThat(batch.line(0).timeNanos()).isEqualTo(report.fixNanos());
    }
  }

  private static PhoneAnswer post(String path, String body) {
    return post(path, "", body, Optional.of("jane"));
  }

  private static PhoneAnswer post(
      String path, String query, String body, Optional<String> tokenClient) {
    return PhoneApps.read(
        new PhoneRequest("POST", path, query, Map.of(), body, tokenClient, RECEIVED_NANOS));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordingCutAnywhere(Recording recording) {
    if (recording.request().isEmpty()) {
      byte[] datagram = recording.datagram().getBytes(UTF_8);
      for (int length = 0; length < datagram.length; length++) {
        check(recording.datagramAnswer(Arrays.copyOf(datagram, length)));
      }
      return;
    }
    for (int length = 0; length < recording.body().length(); length++) {
      check(recording.answer(recording.query(), recording.body().substring(0, length)));
    }
    for (int length = 0; length < recording.query().length(); length++) {
      check(recording.answer(recording.query().substring(0, length), recording.body()));
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordingWithEveryValueReplaced(Recording recording) {
    for (String bad : BAD_VALUES) {
      if (recording.request().isEmpty()) {
        replaced(recording.datagram(), bad)
            .forEach(text -> check(recording.datagramAnswer(text.getBytes(UTF_8))));
      } else {
        replaced(recording.body(), bad)
            .forEach(text -> check(recording.answer(recording.query(), text)));
        replaced(recording.query(), bad)
            .forEach(text -> check(recording.answer(text, recording.body())));
      }
    }
  }

  private static List<String> replaced(String text, String value) {
    return VALUE
        .matcher(text)
        .results()
        .map(old -> text.substring(0, old.start()) + value + text.substring(old.end()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordingWithBytesChanged(Recording recording) {
    SplittableRandom random = new SplittableRandom(SEED);
    boolean isDatagram = recording.request().isEmpty();
    byte[] sent = (isDatagram ? recording.datagram() : recording.body()).getBytes(UTF_8);
    for (int i = 0; i < RANDOM_CHANGES && sent.length > 0; i++) {
      byte[] changed = sent.clone();
      for (int j = random.nextInt(1, 5); j > 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      check(
          isDatagram
              ? recording.datagramAnswer(changed)
              : recording.answer(recording.query(), changed));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "{\"a\":", "[0,", "{\"_type\":\"location\",\"lat\":[", "&", "=&", "%"})
  void aMegabyteOfOneThing(String piece) {
    String body = piece.repeat(PhoneRequest.BODY_BYTES_MAX / piece.length());
    check(post("/", body));
    check(post("/pub", body));
    check(post("/", body, "", Optional.empty()));
  }

  @Test
  void aMegabyteOfMessagesIsOneEntryWithACount() {
    String numbers = "[" + "0,".repeat(500_000) + "0]";
    PhoneAnswer answer = post("/overland", "{\"locations\":" + numbers + "}");
    check(answer);
    assertThat(answer.unusable()).hasSize(1);
    assertThat(answer.unusable().getFirst().count()).isEqualTo(500_001);
  }

  @Test
  void manyMessagesWithALongQueryAreReadOnce() {
    String messages = "[" + "{\"_type\":\"location\"},".repeat(40_000) + "{}]";
    String query = "&a=b".repeat(900) + "&u=jane";
    PhoneAnswer answer = post("/pub", query, messages, Optional.empty());
    assertThat(answer.unusable()).hasSize(2);
    assertThat(answer.unusable().getFirst().count()).isEqualTo(40_000);
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"_type\":\"lwt\",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";
    assertThat(post("/pub", deep).unusable().getFirst().reason())
        .isEqualTo(Unusable.Reason.MALFORMED);
  }

  @Test
  void parametersAreBounded() {
    StringBuilder query = new StringBuilder("id=kiwi&lat=1&lon=2");
    for (int i = 0; i < 1_000; i++) {
      query.append("&k").append(i).append("=v");
    }
    PhoneAnswer answer = post("/osmand", query.toString(), "", Optional.empty());
    assertThat(answer.reports()).isEmpty();
    assertThat(answer.unusable().getFirst().reason()).isEqualTo(Unusable.Reason.MALFORMED);
  }

  @Test
  void ofTwoOfAKindOneCounts() {
    assertThat(post("/", "id=a&id=b&lat=1&lat=2&lon=3&timestamp=5").reports().getFirst().iamat())
        .isEqualTo("IAMAT jane +01.0+003.0 5.000000000");
    String twice = "{\"_type\":\"location\",\"lat\":1,\"lat\":2,\"lon\":3,\"tst\":5,\"tst\":6}";
    assertThat(post("/", twice).reports().getFirst().iamat())
        .isEqualTo("IAMAT jane +02.0+003.0 6.000000000");
  }

  @Test
  void namesThatAreNoUtf8AreNoNames() {
    PhoneAnswer answer = post("/", "id=%FF&lat=1&lon=2&timestamp=3", "", Optional.empty());
    assertThat(answer.reports()).isEmpty();
    assertThat(answer.unusable().getFirst().reason()).isEqualTo(Unusable.Reason.NO_CLIENT);
  }

  @Test
  void examplesAreShort() {
    PhoneAnswer answer = post("/", "{\"_type\":\"" + "x".repeat(100_000) + "\"}");
    assertThat(answer.unusable().getFirst().example()).hasSizeLessThanOrEqualTo(100);
  }
}
