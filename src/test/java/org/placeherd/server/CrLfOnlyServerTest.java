package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server on LineReceiver as it comes, which takes nothing for a line that does not end with CRLF
/// (protocol §4): what is told to it, from the first line on, it hears.
class CrLfOnlyServerTest {
  @TempDir Path data;

  @Test
  void hearsTheFirstReportAndAllOthersAndTellsThem() throws Exception {
    ForeignMake make = ForeignMake.TWISTED;
    Assumptions.assumeTrue(make.missing().isEmpty(), () -> make.missing().orElse(""));
    Map<String, ForeignMake> lake = Map.of("Lake", make);
    try (MixedHerd herd =
            new MixedHerd(
                data, "Alford Lake Bolden", "Alford-Lake Bolden-Lake", lake, "--crlf-only");
        LineClient alford = herd.startAll().client("Alford");
        LineClient bolden = herd.client("Bolden");
        LineClient client = herd.client("Lake")) {
      String first = alford.ask("IAMAT kiwi +34-118 5");
      Await.until("Bolden is told", () -> MixedHerd.at(bolden, "kiwi").equals(first));
      String second = client.ask("IAMAT lime +1+2 5\r");
      assertThat(second).startsWith("AT Lake ").endsWith(" lime +1+2 5\r");
      Await.until("Alford is told", () -> (MixedHerd.at(alford, "lime") + "\r").equals(second));
      Await.until("Bolden is, too", () -> (MixedHerd.at(bolden, "lime") + "\r").equals(second));
      herd.assertAlive();
    }
  }
}
