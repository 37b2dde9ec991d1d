package org.placeherd.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
  private static final long TIME = 1_479_413_884_392_014_450L;

  static BenchPlan plan(Protocol protocol, int depth, int nameBytes, int whatsatPercent) {
    return new BenchPlan(
        List.of(),
        false,
        1,
        depth,
        10,
        nameBytes,
        protocol,
        whatsatPercent,
        "2.5",
        5,
        0,
        true,
        0,
        1,
        List.of());
  }

  private static String text(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new String(copy, US_ASCII);
  }

  @Test
  void reportsAreWholeLinesStampedWithTheGivenTime() {
    Batch batch = new Batch(plan(Protocol.IAMAT, 5, 16, 0), 40, 5);
    assertThat(text(batch.fill(TIME)).split("\n"))
        .hasSize(5)
        .allMatch(line ->
            line.matches(
                "IAMAT cl0000004[0-4]\\.u\\.edu \\+34\\.06\\d{4}-118\\.44\\d{4} "
                    + "1479413884\\.392014450"));
  }

  @Test
  void clientsOfTheRangeTakeTurns() {
    Batch batch = new Batch(plan(Protocol.IAMAT, 4, 16, 0), 7, 3);
    String twice = text(batch.fill(TIME)) + text(batch.fill(TIME));
    assertThat(twice.lines().map(line -> line.substring(8, 16)).toList())
        .isEqualTo(IntStream.range(0, 8).mapToObj(i -> String.format("%08d", 7 + i % 3)).toList());
    assertThat(batch.batchesToIntroduceAll()).isEqualTo(1);
  }

  @Test
  void positionsMoveBetweenBatches() {
    Batch batch = new Batch(plan(Protocol.IAMAT, 1, 16, 0), 0, 1);
    assertThat(text(batch.fill(TIME))).isNotEqualTo(text(batch.fill(TIME)));
  }

  @Test
  void aMixHoldsQuestionsWhereItSaysSo() {
    Batch batch = new Batch(plan(Protocol.IAMAT, 1_000, 20, 30), 0, 10);
    for (int earlier = 0; earlier < 10; earlier++) {
      batch.fill(TIME);
    }
    List<String> lines = text(batch.fill(TIME)).lines().toList();
    assertThat(lines).hasSize(1_000);
    for (int line = 0; line < lines.size(); line++) {
      assertThat(lines.get(line))
          .matches(
              batch.isQuery(line)
                  ? "WHATSAT client0000000\\d\\.u\\.edu 2\\.5 5"
                  : "IAMAT client0000000\\d\\.u\\.edu \\S+ 1479413884\\.392014450");
    }
    assertThat(IntStream.range(0, 1_000).filter(batch::isQuery).count()).isBetween(250L, 350L);
  }

  @ParameterizedTest
  @CsvSource({
    "GEOADD, '*5|$6|GEOADD|$1|g|$11|-118.44dddd|$9|34.06dddd|$16|cl00000003.u.edu|'",
    "SET, '*3|$3|SET|$16|cl00000003.u.edu|$42|+34.06dddd-118.44dddd 1479413884.392014450|'"
  })
  void redisGetsTheSameReportInItsOwnForm(Protocol protocol, String expected) {
    Batch batch = new Batch(plan(protocol, 1, 16, 0), 3, 1);
    assertThat(
            text(batch.fill(TIME)).replaceAll("(\\.06|\\.44)\\d{4}", "$1dddd").replace("\r\n", "|"))
        .isEqualTo(expected);
  }
}
