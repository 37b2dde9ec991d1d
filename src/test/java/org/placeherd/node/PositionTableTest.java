package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Line;

class PositionTableTest {
  private static final byte[] NO_PREFIX = {};
  private static final int MANY = 200_000;

  /// With this key every name has one hash: it cancels the constant of [HashKey].
  private static final HashKey COLLIDING = new HashKey(0, 0x9FB21C651E98DF25L);

  private final PositionTable table = new PositionTable();

  private int store(Line line) {
    int client = table.find(line);
    byte[] delta =
        line.deltaIsCanonical()
            ? PositionTable.CANONICAL
            : Arrays.copyOfRange(line.bytes(), line.deltaFrom(), line.deltaTo());
    if (client == PositionTable.ABSENT) {
      return table.add(line, 3, line.receiveNanos(), delta);
    }
    table.replace(client, line, 3, line.receiveNanos(), delta);
    return client;
  }

  private String text(int client) {
    ByteWriter out = new ByteWriter(1);
    table.putAt(out, NO_PREFIX, client);
    return new String(out.array(), 0, out.size(), ISO_8859_1);
  }

  private static String report(String delta, String client, String position, String time) {
    return String.join(" ", delta, client, position, time);
  }

  @Test
  void keepsManyClientsApartThroughGrowth() {
    for (int i = 0; i < MANY; i++) {
      assertThat(store(TestLines.line("AT A +0.000000000 client" + i + " +1+1 " + i))).isEqualTo(i);
    }
    assertThat(table.size()).isEqualTo(MANY);
    for (int i = 0; i < MANY; i += 7) {
      assertThat(table.find(TestLines.line("WHATSAT client" + i + " 1 1"))).isEqualTo(i);
      assertThat(text(i)).isEqualTo(report("+0.000000000", "client" + i, "+1+1", "" + i));
    }
    assertThat(table.find(TestLines.line("WHATSAT client" + MANY + " 1 1")))
        .isEqualTo(PositionTable.ABSENT);
  }

  @Test
  void namesWithOneHashAreStillToldApart() {
    int count = 3_000;
    for (int i = 0; i < count; i++) {
      store(TestLines.line("AT A +0.000000000 " + "n".repeat(i % 5) + i + " +1+1 1", COLLIDING));
    }
    Line one = TestLines.line("WHATSAT a 1 1", COLLIDING);
    assertThat(one.hash()).isEqualTo(TestLines.line("WHATSAT b 1 1", COLLIDING).hash());
    assertThat(table.find(one)).isEqualTo(PositionTable.ABSENT);
    for (int i = 0; i < count; i += 11) {
      Line question = TestLines.line("WHATSAT " + "n".repeat(i % 5) + i + " 1 1", COLLIDING);
      assertThat(table.find(question)).isEqualTo(i);
    }
  }

  @Test
  void textsOfEveryLengthAndEveryDeltaComeBackToTheByte() {
    SplittableRandom random = new SplittableRandom(4);
    String[] deltas = {
      "+0.000000000",
      "-3.500000000",
      "1e-05",
      "0.5",
      "-12090051715.594000000",
      "+00.5",
      "-0.000000000"
    };
    Map<String, String> stored = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String name = "n".repeat(random.nextInt(0, 120)) + random.nextInt(20);
      String position = "+1." + "0".repeat(random.nextInt(20)) + "-2";
      String time = "5." + "1".repeat(random.nextInt(30));
      String text = report(deltas[random.nextInt(deltas.length)], name, position, time);
      boolean spaced = random.nextBoolean();
      store(TestLines.line("AT A " + (spaced ? text.replace(" ", " \t ") : text)));
      stored.put(name, text);
    }
    assertThat(table.size()).isEqualTo(stored.size());
    stored.forEach((name, text) -> {
      Line question = TestLines.line("WHATSAT " + name + " 1 1");
      assertThat(text(table.find(question))).isEqualTo(text);
    });
  }

  @Test
  void knowsWhatTheOrderAsksFor() {
    int client = store(TestLines.line("AT A 0.5 kiwi +34.5-118.25 1479413884.1234567891"));
    assertThat(table.timeNanos(client)).isEqualTo(1_479_413_884_123_456_789L);
    assertThat(table.receiveNanos(client)).isEqualTo(1_479_413_884_623_456_789L);
    assertThat(table.timeIsExact(client)).isFalse();
    assertThat(table.deltaIsCanonical(client)).isFalse();
    assertThat(table.server(client)).isEqualTo(3);
    assertThat(table.position(client).longitudeDegrees()).isEqualTo(-118.25);
    store(TestLines.line("AT A +0.500000000 kiwi +34.5-118.25 1479413884"));
    assertThat(table.timeIsExact(client)).isTrue();
    assertThat(table.deltaIsCanonical(client)).isTrue();
  }

  @Test
  void theLastServerNumberFitsBesideTheFlags() {
    Line line = TestLines.line("AT A 1e-05 kiwi +1+1 1.00000000001");
    int client = table.add(line, ServerNames.MAX_SERVERS - 1, 0, new byte[] {'1'});
    assertThat(table.server(client)).isEqualTo(ServerNames.MAX_SERVERS - 1);
    assertThat(table.timeIsExact(client)).isFalse();
    assertThat(text(client)).startsWith("1 kiwi");
  }

  @Test
  void aLongTextThatIsReplacedMakesRoomForTheNext() {
    LongTexts texts = new LongTexts();
    Line line = TestLines.line("AT A 1e-05 kiwi +1+1 1");
    int first = texts.keep(new byte[0], line);
    int second = texts.keep(new byte[] {'7'}, line);
    texts.release(first);
    assertThat(texts.keep(new byte[] {'8'}, line)).isEqualTo(first);
    assertThat(new String(texts.get(first), ISO_8859_1).trim()).isEqualTo("8 kiwi +1+1 1");
    assertThat(new String(texts.get(second), ISO_8859_1).trim()).isEqualTo("7 kiwi +1+1 1");
  }

  @Test
  void touchingABatchChangesNothing() {
    store(TestLines.line("AT A +0.000000000 kiwi +1+1 1"));
    table.touch(TestLines.batch("LLL\nIAMAT kiwi +1+1 2\nIAMAT other +1+1 2\n", TestLines.KEY));
    assertThat(table.size()).isEqualTo(1);
    assertThat(text(0)).isEqualTo("+0.000000000 kiwi +1+1 1");
  }
}
