package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands and their answers, with every vector of the protocol's §9.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineProtocolTest {
  private static final String AT = "AT Alford [+-]\\d+\\.\\d{9} ";

  private TestHerd herd;
  private LineClient client;

  LineProtocolTest(@TempDir Path data) throws Exception {
    herd = TestHerd.alone(data);
    herd.start("Alford");
    client = herd.client("Alford");
  }

  @BeforeAll
  void know() throws Exception {
    client.ask("IAMAT id +34-118 1");
  }

  @BeforeEach
  void connect() throws Exception {
    client.close();
    client = herd.client("Alford");
  }

  /// The server is as it was, and nothing was said beyond the one reply.
  @AfterEach
  void stillAnswers() throws Exception {
    assertThat(client.ask("LLL")).isEqualTo("? LLL");
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    herd.close();
  }

  /// What a page makes a browser send.
  @Test
  void aBrowserReportsNobody() throws Exception {
    try (LineClient browser = herd.client("Alford")) {
      browser.send(
          "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\n\r\nIAMAT evil +34-118 1\n");
      assertThat(browser.rest()).isEqualTo("? POST / HTTP/1.1\r\n");
    }
    assertThat(client.ask("WHATSAT evil 1 1")).isEqualTo("? WHATSAT evil 1 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+34.068930-118.445127",
        "+12-118",
        "+35-120",
        "+0.0-0.0",
        "-1.0-2.0",
        "+1.0+2.0",
        "+90+180",
        "-90-180",
        "+34.-118.",
        "+00034.0-118.00000000000000000001"
      })
  void positionsThatAreTaken(String position) throws Exception {
    String tail = "position" + position + " " + position + " 1479413884.392014450";
    assertThat(client.ask("IAMAT " + tail)).matches(AT + "\\Q" + tail + "\\E");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1479413884.392014450",
        "160000",
        "78327593.23573284",
        "0",
        "1.",
        "1479413884.3920144501234",
        "99999999999999999999999999.5"
      })
  void timesThatAreTaken(String time) throws Exception {
    String tail = "time" + time + " +34.068930-118.445127 " + time;
    assertThat(client.ask("IAMAT " + tail)).matches(AT + "\\Q" + tail + "\\E");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kiwi.cs.ucla.edu",
        "étudiant",
        "e\u0301tudiant",
        "\uD83E\uDD5D",
        "-",
        "AT",
        "a\u00a0b",
        "a\u2028b"
      })
  void namesAreKeptByteForByte(String name) throws Exception {
    String bytes = new String(name.getBytes(UTF_8), ISO_8859_1);
    isEchoed(bytes);
  }

  @Test
  void aNameNeedNotBeUtf8() throws Exception {
    isEchoed("\u00ff");
    isEchoed("\u00c3(");
  }

  private void isEchoed(String name) throws Exception {
    String tail = name + " +34.068930-118.445127 1479413884.392014450";
    String reply = client.ask("IAMAT " + tail);
    assertThat(reply).matches("(?s)" + AT + "\\Q" + tail + "\\E");
    assertThat(client.whatsat(name)).startsWith(reply + "\n{");
  }

  @Test
  void theLongestNameIsTakenAndTheNextIsNot() throws Exception {
    String longest = "x".repeat(255);
    assertThat(client.ask("IAMAT " + longest + " +1+2 3")).startsWith("AT ").contains(longest);
    refused("IAMAT " + longest + "x +1+2 3");
    refused("WHATSAT " + longest + "x 1 1");
  }

  @Test
  void deltaIsTheReceiveTimeMinusTheClientsTime() throws Exception {
    for (String time : new String[] {"1479413884.392014450", "160000", "4102444800.5"}) {
      BigDecimal before = now();
      String reply = client.ask("IAMAT delta" + time + " +1+2 " + time);
      BigDecimal after = now();
      String delta = reply.split(" ", -1)[2];
      assertThat(delta).matches("[+-]\\d+\\.\\d{9}");
      assertThat(new BigDecimal(delta).add(new BigDecimal(time))).isBetween(before, after);
    }
  }

  private static BigDecimal now() {
    Instant now = Instant.now();
    return BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano(), 9));
  }

  @Test
  void whatsatGivesTheStoredLineThePlacesAndTwoNewlines() throws Exception {
    String stored = client.ask("IAMAT kiwi +34.068930-118.445127 1479413884.392014450");
    client.send("WHATSAT kiwi 10 5\n");
    assertThat(client.answer()).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0", "50 20", "50.0 20", "0.5 1", "10. 05", "00050.000 0020", "10 0"})
  void areasThatAreTaken(String area) throws Exception {
    client.send("WHATSAT id " + area + "\n");
    assertThat(client.answer()).startsWith("AT Alford ").endsWith("}\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "LLL",
        "IAMAT",
        "iamat id +34-118 1",
        "AT",
        "AT Alford",
        "HELLO",
        "HELLO world",
        "STATUS",
        "STATUS now",
        "IAMTA id +34.068930-118.445127 1479413884.392014450",
        "IAMAT ki wi +34.068930-118.445127 1479413884.392014450",
        "IAMAT id +34.068930-118.445127 1479413884.392014450 more",
        "IAMAT id +34.068930-118.445127",
        "IAMAT id",
        "IAMAT id 34.068930-118.445127 1479413884.392014450",
        "IAMAT id -118.445127 1479413884.392014450",
        "IAMAT id +18.445127 1479413884.392014450",
        "IAMAT id Los_Angeles 1479413884.392014450",
        "IAMAT id +34.068930+-118.445127 1479413884.392014450",
        "IAMAT id +34.068930,118.445127 1479413884.392014450",
        "IAMAT id +34.06-118.4+70 1",
        "IAMAT id +34.06-118.4/ 1",
        "IAMAT id +.5-118 1",
        "IAMAT id +90.000000000000001-118 1",
        "IAMAT id +91-118 1",
        "IAMAT id +34-180.1 1",
        "IAMAT id +34-118 NOW",
        "IAMAT id +34-118 -1479413884.392014450",
        "IAMAT id +34-118 +1479413884",
        "IAMAT id +34-118 1e9",
        "IAMAT id +34-118 .5",
        "IAMAT id +34-118 1.2.3",
        "IAMAT id +34-118 0x1F",
        "IAMAT id +34-118 Infinity",
        "WHATSAT",
        "WHATSAT id",
        "WHATSAT id 2",
        "WHATSAT id 2 3 4",
        "WHATSAT id 51 1",
        "WHATSAT id 1000 1",
        "WHATSAT id -10 1",
        "WHATSAT id +10 1",
        "WHATSAT id r 1",
        "WHATSAT id 1e1 1",
        "WHATSAT id 0x1 1",
        "WHATSAT id 50.0000000000001 1",
        "WHATSAT id 10 21",
        "WHATSAT id 10 1000",
        "WHATSAT id 10 -10",
        "WHATSAT id 10 -5.2",
        "WHATSAT id 10 5.0",
        "WHATSAT id 10 l",
        "WHATSAT nobody 10 5",
        "  leading",
        "in   ner \t space",
        "trailing  ",
        " ? x",
        "x\f\u000by"
      })
  void linesThatAreRefused(String line) throws Exception {
    refused(line);
  }

  @Test
  void otherWhiteSpaceSeparatesNothing() throws Exception {
    for (String space : new String[] {"\u00a0", "\u001c", "\u001f", "\u0085"}) {
      refused("IAMAT" + space + "id" + space + "+34-118" + space + "1");
    }
  }

  @Test
  void everyWhiteSpaceSeparates() throws Exception {
    String reply = client.ask(" \tIAMAT \f spaced\u000b\r+34-118\t \t1 \r");
    assertThat(reply).matches(AT + "spaced \\+34-118 1");
  }

  @Test
  void controlBytesInNamesAreRefused() throws Exception {
    for (String control : new String[] {"\0", "\u001b", "\u007f", "\u0085", "\u00c2\u0085"}) {
      refused("IAMAT a" + control + "b +34-118 1");
    }
  }

  @Test
  void nulAndInvalidUtf8AreEchoed() throws Exception {
    refused("a\0b\u00ff\u00fe\u0080\u00c3");
  }

  @Test
  void aComplaintIsNeverAnswered() throws Exception {
    client.send("? HELLO placeherd/1 Bolden\n?\n? ? ?\n");
    assertThat(client.ask("next")).isEqualTo("? next");
  }

  @Test
  void refusedLinesChangeNothing() throws Exception {
    String before = client.whatsat("id");
    refused("IAMAT id +91-118 99");
    refused("WHATSAT other 1 1");
    assertThat(client.whatsat("id")).isEqualTo(before);
    refused("WHATSAT nobody 1 1");
  }

  private void refused(String line) throws Exception {
    assertThat(client.ask(line)).isEqualTo("? " + line);
  }
}
