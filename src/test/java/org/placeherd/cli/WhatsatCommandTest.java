package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WhatsatCommandTest {
  private static final String LINE =
      "AT Alford +0.263873386 kiwi.cs.ucla.edu +34.068930-118.445127 1479413884.392014450\n";
  private static final String JSON =
      """
      {"html_attributions":[],"results":[
      {"name":"Royce Hall","types":["tourist_attraction"],"geometry":{"location":{"lat":34.0729,"lng":-118.4422}}},
      {"name":"Café \\u001b[2J","types":["cafe"],"geometry":{"location":{"lat":34.0700,"lng":-118.4460}}},
      {"name":"Nowhere"}],"status":"OK"}
      """
          .strip();

  @Test
  void explainsTheReply() {
    try (StubServer stub = StubServer.saying(LINE + JSON + "\n\n")) {
      CommandRun run = CommandRun.of("whatsat", "kiwi.cs.ucla.edu", "--port", stub.port());
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .startsWith(
              "kiwi.cs.ucla.edu was at 34.068930 N, 118.445127 W on 2016-11-17 20:18:04 UTC, ")
          .contains(" ago.\nIt told Alford, by whose clock it came 0.263873386 s later.\n\n")
          .endsWith(
              """
                Royce Hall      tourist attraction  517 m
                Café \\u001b[2J  cafe                144 m
                Nowhere                             ?
              """);
      assertThat(stub.lines()).containsExactly("WHATSAT kiwi.cs.ucla.edu 10 5");
    }
  }

  @Test
  void typeNameAndRankFollowTheOperands() {
    try (StubServer stub = StubServer.saying(LINE + JSON + "\n\n")) {
      CommandRun run =
          CommandRun.of(
              "whatsat",
              "k",
              "2",
              "3",
              "--type",
              "cafe",
              "--name",
              "Café 100% + more",
              "--rank",
              "importance",
              "--port",
              stub.port());
      assertThat(run.exitCode()).isZero();
      assertThat(stub.lines())
          .containsExactly(
              "WHATSAT k 2 3 type=cafe name=Caf%C3%A9+100%25+%2B+more rank=importance");
    }
  }

  @Test
  void aServerThatDoesNotTakeThemIsExplained() {
    assertThat(refusal("WHATSAT k 10 5", "--type", "cafe"))
        .isEqualTo(
            "\"WHATSAT k 10 5 type=cafe\": it takes no --type, --name and --rank; servers do that"
                + " have places.whatsat-fields = true.\n");
  }

  @Test
  void ofARefusalWithFieldsTheOneReasonIsFound() {
    assertThat(refusal("WHATSAT k 10 5", "--type", "Café"))
        .endsWith(": a type is 1 to 64 small letters, digits and _, such as cafe.\n");
    assertThat(refusal("WHATSAT k 10 5", "--rank", "best"))
        .endsWith(": a rank is distance or importance.\n");
    assertThat(refusal("WHATSAT k 10 5", "--name", "")).endsWith(": the name is empty.\n");
    assertThat(refusal("WHATSAT k 0 0", "--type", "cafe"))
        .endsWith(": the radius is 0 to 50 km and the bound 0 to 20.\n");
    assertThat(refusal("nothing", "--type", "cafe")).endsWith(": it knows no client \"k\".\n");
  }

  /// What is said of a request with fields where the server takes one line only.
  private static String refusal(String taken, String option, String value) {
    StubServer.Script script =
        (line, out) -> {
          String reply = line.equals(taken) ? LINE + JSON + "\n\n" : "? " + line + "\n";
          out.write(reply.getBytes(StandardCharsets.UTF_8));
          return true;
        };
    try (StubServer stub = StubServer.start(script)) {
      CommandRun run = CommandRun.of("whatsat", "k", option, value, "--port", stub.port());
      assertThat(run.exitCode()).isEqualTo(1);
      return run.err().replace("placeherd: The server refused ", "");
    }
  }

  @Test
  void aBoundOfZeroDoesNotSayThatNothingIsThere() {
    String json = "{\"html_attributions\":[],\"results\":[],\"status\":\"OK\"}";
    try (StubServer stub = StubServer.saying(LINE + json + "\n\n")) {
      assertThat(CommandRun.of("whatsat", "k", "10", "0", "--port", stub.port()).out())
          .endsWith("\n\nPlaces are known there, but none was asked for.\n");
    }
  }

  @Test
  void jsonIsOnlyTheJson() {
    try (StubServer stub = StubServer.saying(LINE + JSON + "\n\n")) {
      assertThat(CommandRun.of("whatsat", "k", "2.5", "20", "--json", "--port", stub.port()))
          .isEqualTo(new CommandRun(0, JSON + "\n", ""));
      assertThat(stub.lines()).containsExactly("WHATSAT k 2.5 20");
    }
  }

  @Test
  void rawIsEveryByte() {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StubServer stub = StubServer.saying(LINE + JSON + "\n\n")) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(CommandRun.of("whatsat", "k", "--raw", "--port", stub.port()).exitCode()).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(LINE + JSON + "\n\n");
  }

  @Test
  void noPlacesAndNoProviderAreDifferentSentences() {
    assertThat(placesOf("{\"results\":[],\"status\":\"ZERO_RESULTS\"}"))
        .endsWith("\n\nNo place is known there.\n");
    assertThat(placesOf("{\"results\":[],\"status\":\"UNKNOWN_ERROR\"}"))
        .endsWith("\n\nPlaces cannot be had at the moment (UNKNOWN_ERROR).\n");
  }

  private static String placesOf(String json) {
    try (StubServer stub = StubServer.saying(LINE + json + "\n\n")) {
      return CommandRun.of("whatsat", "k", "--port", stub.port()).out();
    }
  }

  @Test
  void whatIsNoReplyIsAFailure() {
    assertFails("? WHATSAT k 10 5\n", "The server refused \"WHATSAT k 10 5\": the client must");
    assertFails("hello\n{}\n\n", "The reply is no AT line; see it with --raw.");
    assertFails(LINE + "{]\n\n", "The places are not valid JSON (");
    assertFails(LINE + "{}\n\n", "The reply holds no list of places; see it with --raw.");
  }

  private static void assertFails(String reply, String sentence) {
    try (StubServer stub = StubServer.saying(reply)) {
      CommandRun run = CommandRun.of("whatsat", "k", "--port", stub.port());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("placeherd: " + sentence).hasLineCount(1);
    }
  }

  @Test
  void aClockThatIsAheadAndATimeBeyondTheCalendarAreToldToo() {
    Instant now = Instant.ofEpochSecond(1000);
    assertThat(AtReply.parse("AT A -3.500000000 k -33-70 1010").orElseThrow().explained(now))
        .isEqualTo(
            "k was at 33.000000 S, 70.000000 W on 1970-01-01 00:16:50 UTC, 10 s from now.\n"
                + "It told A, by whose clock that was 3.5 s before the client sent it.");
    assertThat(AtReply.parse("AT A +0.0 k +1+2 9" + "0".repeat(17)).orElseThrow().explained(now))
        .contains("at time 9" + "0".repeat(17) + ".");
  }
}
