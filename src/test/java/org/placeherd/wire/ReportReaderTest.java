package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What stands behind the fields of a report, and who may say it.
class ReportReaderTest {
  private static final HashKey KEY = new HashKey(1, 2);
  private static final Limits NARROW = new Limits(64, 32, false);
  private static final String LONG_NAME = "IAMAT " + "n".repeat(32) + " +1+1 1479413884.5";

  /// Each line's kind and its telemetry.
  private static List<String> read(LineReader reader, String text) {
    byte[] bytes = Arrays.copyOf(text.getBytes(ISO_8859_1), text.length() + LineReader.SLACK_BYTES);
    LineBatch batch = new LineBatch();
    assertThat(reader.read(bytes, 0, text.length(), true, 9, batch)).isEqualTo(text.length());
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Line line = batch.line(i);
      PackedTelemetry telemetry = new PackedTelemetry();
      if (line.hasExtra()) {
        line.readTelemetry(telemetry);
      }
      shown.add((line.kind() + " " + telemetry.telemetry().text()).strip());
      line.extraFrom = 0; // whatever the next line finds there
    }
    return shown;
  }

  @Test
  void onlyTheServerItselfMaySayTelemetryBehindAnIamat() {
    String lines =
        """
        IAMAT kiwi +34.0-118.0 1479413884.5 spd=1 bat=0.5
        IAMAT kiwi +34.0-118.0 1479413884.5
        IAMAT kiwi +34-118 1
        IAMAT kiwi +34-118 1 what
        IAMAT kiwi here now spd=1
        IAMAT kiwi +34-118
        """;
    assertThat(read(new LineReader(Limits.DEFAULT, KEY), lines))
        .containsExactly("INVALID", "IAMAT", "IAMAT", "INVALID", "INVALID", "INVALID");
    assertThat(read(LineReader.ofReports(Limits.DEFAULT, KEY), lines))
        .containsExactly("IAMAT spd=1 bat=0.5", "IAMAT", "IAMAT", "IAMAT", "INVALID", "INVALID");
  }

  @Test
  void aLineHasNothingOfTheOneBeforeIt() {
    LineReader reader = LineReader.ofReports(Limits.DEFAULT, KEY);
    LineBatch batch = new LineBatch();
    for (String text :
        List.of(
            "IAMAT kiwi +34.0-118.0 1479413884.5 spd=1",
            "IAMAT kiwi +34.0-118.0 1479413884.5",
            "AT Alford +1.5 kiwi +34-118 1 crs=2",
            "AT Alford +1.5 kiwi +34-118 1",
            "IAMAT kiwi +34.0-118.0 1479413884.5 \t ")) {
      byte[] bytes = Arrays.copyOf((text + "\n").getBytes(ISO_8859_1), 200);
      batch.clear();
      reader.read(bytes, 0, text.length() + 1, true, 9, batch);
      assertThat(batch.line(0).hasExtra()).as(text).isEqualTo(text.contains("="));
    }
  }

  @Test
  void telemetryIsReadInAnyOrderAmongOtherFields() {
    String six = "AT Alford +0.5 kiwi +34-118 1479413884.5 ";
    assertThat(
            read(
                new LineReader(Limits.DEFAULT, KEY),
                six
                    + "spread=all chg=1 spd=2\n"
                    + six
                    + "Lake alt=3 Pond\tcrs=4 spread=all\r\n"
                    + six
                    + "Lake Pond spread=all\n"))
        .containsExactly("AT spd=2 chg=1", "AT crs=4 alt=3", "AT");
  }

  @Test
  void aLineMayBeLongerByItsTelemetry() {
    String full = " spd=999999.999 crs=359.999 alt=-999999.999 acc=999999.999 bat=0.999 chg=1";
    LineReader reader = LineReader.ofReports(NARROW, KEY);
    assertThat(read(reader, LONG_NAME + full + "\n")).containsExactly("IAMAT" + full);
    assertThat(read(reader, LONG_NAME + " ".repeat(200) + "\n")).containsExactly("TOO_LONG");
    assertThat(read(new LineReader(NARROW, KEY), LONG_NAME + full + "\n"))
        .containsExactly("TOO_LONG");
  }

  /// Or a link would break on it for ever.
  @Test
  void whatOneServerTakesIsNeverTooLongForTheNext() {
    String behind = " " + "x".repeat(PackedTelemetry.MAX_BYTES) + " spread=all";
    for (Limits limits : List.of(NARROW, Limits.DEFAULT)) {
      assertThat(limits.atReportBytes() + behind.length())
          .isLessThanOrEqualTo(limits.atLineBytes());
    }
  }
}
