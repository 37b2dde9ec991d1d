package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HerdConfigFileTest {
  private static final String TWO_SERVERS =
      """
      [[herd.servers]]
      name = "A"
      host = "127.0.0.1"
      port = 7000
      [[herd.servers]]
      name = "B-1"
      host = "::1"
      port = 7000
      """;

  @Test
  void readsServersAndLinksInBothForms() throws StartupException {
    var contents =
        HerdConfigFile.parse(
            "lab.toml",
            """
            herd.links = ["A-B-1", ["B-1", "C"]]
            """
                + TWO_SERVERS
                + """
                [[herd.servers]]
                name = "C"
                host = "c.example"
                port = 65535
                """);
    assertThat(contents.servers())
        .containsExactly(
            new ServerAddress("A", "127.0.0.1", 7000),
            new ServerAddress("B-1", "::1", 7000),
            new ServerAddress("C", "c.example", 65535));
    assertThat(contents.links()).containsExactly(new Link("A", "B-1"), new Link("B-1", "C"));
  }

  /// `\n` stands for a line's end, `'` for a quote.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [server]\\nevnts = 'all' | lab.toml line 2: server.evnts is not a key; did you mean events? (known: data, ack, events, stale-reply, close-after-reply, partial-line-timeout-millis, old-style-peers)
          [server]\\nport-base = 1 | lab.toml line 2: server.port-base is in the wrong place; move it to [herd].
          [server]\\nlinks = [] | lab.toml line 2: server.links is in the wrong place; move it to [herd].
          hello = 'off' | lab.toml line 1: hello is in the wrong place; move it to [peers.<server>].
          [heard] | lab.toml line 1: heard is not a section; did you mean herd? (known: herd, peers, server, udp, tls, auth, http, limits, event-log, places)
          [herd]\\nprest = 'w16' | lab.toml line 2: herd.prest is not a key; did you mean preset? (known: preset, port-base, tolerance-seconds, secret-file, servers, links)
          [peers.Bolden]\\nhelo = 'off' | lab.toml line 2: peers.Bolden.helo is not a key; did you mean hello? (known: hello, extra, line-end, connection, idle-close-seconds, catch-up)
          [peers]\\nBolden = 1 | lab.toml line 2: peers.Bolden must be a table: write [peers.Bolden] on a line of its own.
          server = 1 | lab.toml line 1: server must be a table: write [server] on a line of its own.
          [server]\\nevents = 'some' | lab.toml line 2: server.events must be one of all, changes, off, not 'some'.
          [server]\\nevents = true | lab.toml line 2: server.events must be one of all, changes, off, not true.
          [server]\\ndata = '' | lab.toml line 2: server.data must be text, not blank and without control characters, not ''.
          [server]\\ndata = {} | lab.toml line 2: server.data must be text, not blank and without control characters, not a table.
          [server]\\nclose-after-reply = 'true' | lab.toml line 2: server.close-after-reply must be true or false, not 'true'.
          [server]\\nold-style-peers = '10.0.0.7' | lab.toml line 2: server.old-style-peers must be a list of IPv4 or IPv6 addresses such as '10.0.0.7', not '10.0.0.7'.
          [server]\\nold-style-peers = ['10.0.0.256'] | lab.toml line 2: server.old-style-peers must be a list of IPv4 or IPv6 addresses such as '10.0.0.7', not ['10.0.0.256'].
          [server]\\nold-style-peers = [7] | lab.toml line 2: server.old-style-peers must be a list of IPv4 or IPv6 addresses such as '10.0.0.7', not [7].
          [limits]\\nline-bytes = 1.5 | lab.toml line 2: limits.line-bytes must be a whole number from 256 to 16384, not 1.5.
          [limits]\\nline-bytes = 12 | lab.toml line 2: limits.line-bytes must be a whole number from 256 to 16384, not 12.
          [http]\\nport = 'on' | lab.toml line 2: http.port must be auto, off or a whole number from 1 to 65535, not 'on'.
          [http]\\nport = '80' | lab.toml line 2: http.port must be auto, off or a whole number from 1 to 65535, not '80'.
          [http]\\nport = 65536 | lab.toml line 2: http.port must be auto, off or a whole number from 1 to 65535, not 65536.
          [herd]\\nport-base = 65536 | lab.toml line 2: herd.port-base must be a whole number from 1 to 65535, not 65536.
          [herd]\\nport-base = 99999999999999999999 | lab.toml line 2: herd.port-base must be a whole number from 1 to 65535, not 99999999999999999999.
          [herd]\\npreset = 'w17' | lab.toml line 2: herd.preset must be one of w14, f15, w16, f16, s18, w20, s21, w22, s23, not 'w17'.
          [herd]\\nservers = [] | lab.toml line 2: herd.servers is empty; a herd needs one server at least.
          [herd.servers]\\nname = 'A' | lab.toml line 1: herd.servers must be a list: write [[herd.servers]] above each server.
          [herd]\\nlinks = ['A-B'] | lab.toml line 2: herd.links needs herd.servers; a preset has its own links.
          """)
  void saysWhatIsWrongAndWhere(String toml, String sentence) {
    assertRefused(toml.replace("\\n", "\n"), sentence.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name = 'C'\\nhost = '127.0.0.1' | line 9: herd.servers[2] needs a port; every server has a name, a host and a port.
          name = 'C'\\nhost = '127.0.0.1'\\nport = 0 | line 12: herd.servers[2].port must be a whole number from 1 to 65535, not 0.
          name = 'C'\\nhost = '127.0.0.1'\\nport = '1' | line 12: herd.servers[2].port must be a whole number from 1 to 65535, not '1'.
          nam = 'C' | line 10: herd.servers[2].nam is not a key; did you mean name? (known: name, host, port)
          name = 'A'\\nhost = '127.0.0.1'\\nport = 1 | line 9: herd.servers[2] is a second server named A; names must differ.
          name = 'C'\\nhost = '127.0.0.1'\\nport = 7000 | line 9: herd.servers[2] puts C on 127.0.0.1:7000, where A is already; choose another port.
          name = 'C'\\nhost = '127.0.0'\\nport = 1 | line 11: herd.servers[2].host is '127.0.0', which is neither a host name nor an IPv4 or IPv6 address (no brackets, no port).
          name = 'C'\\nhost = '[::1]'\\nport = 1 | line 11: herd.servers[2].host is '[::1]', which is neither a host name nor an IPv4 or IPv6 address (no brackets, no port).
          name = 'C'\\nhost = 'a b'\\nport = 1 | line 11: herd.servers[2].host is 'a b', which is neither a host name nor an IPv4 or IPv6 address (no brackets, no port).
          name = 'a b'\\nhost = 'h'\\nport = 1 | line 10: herd.servers[2].name is 'a b'; a name becomes part of a file name and of every AT line, so it may hold no white space, control character or path separator.
          name = '../C'\\nhost = 'h'\\nport = 1 | line 10: herd.servers[2].name is '../C'; a name becomes part of a file name and of every AT line, so it may hold no white space, control character or path separator.
          name = '-'\\nhost = 'h'\\nport = 1 | line 10: herd.servers[2].name is '-', which means nobody in a greeting; choose another name.
          name = 'ééééééééééééééééééééééééééééééééé'\\nhost = 'h'\\nport = 1 | line 10: herd.servers[2].name is longer than 64 bytes; choose a shorter name.
          """)
  void refusesAServerThatCouldNotRun(String server, String sentence) {
    assertRefused(
        TWO_SERVERS + "[[herd.servers]]\n" + server.replace("\\n", "\n"),
        "lab.toml " + sentence.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'A-B' | links to 'B', but there is no such server; did you mean A? (known: A, B-1)
          ['A', 'Zebra'] | links to 'Zebra', but there is no such server (known: A, B-1).
          'A-B-2' | holds 'A-B-2', which joins no two servers; write a link as 'Alford-Parker' or ['Alford', 'Parker'].
          'A' | holds 'A', which joins no two servers; write a link as 'Alford-Parker' or ['Alford', 'Parker'].
          'A-A' | links A to itself; remove A-A.
          'A-B-1', ['B-1', 'A'] | holds the link B-1-A twice; remove one.
          ['A'] | holds ['A']; write a link as 'Alford-Parker' or ['Alford', 'Parker'].
          7 | holds 7; write a link as 'Alford-Parker' or ['Alford', 'Parker'].
          """)
  void refusesALinkThatMakesNoSense(String links, String sentence) {
    assertRefused(
        "herd.links = [" + links + "]\n" + TWO_SERVERS,
        "lab.toml line 1: herd.links " + sentence.replace('\'', '"'));
  }

  @Test
  void refusesALinkThatCanBeReadInTwoWays() {
    String servers = "";
    for (String name : List.of("a", "a-b", "b-c", "c")) {
      servers += "{name='" + name + "', host='h" + servers.length() + "', port=1},";
    }
    assertRefused(
        "[herd]\nlinks = ['a-b-c']\nservers = [" + servers + "]",
        "lab.toml line 2: herd.links holds \"a-b-c\", which can be read in two ways; write a link as"
            + " \"Alford-Parker\" or [\"Alford\", \"Parker\"].");
  }

  @Test
  void linksAndServersThatAreNoListsAreRefused() {
    assertRefused(
        "herd.links = 'A-B'\n" + TWO_SERVERS,
        "lab.toml line 1: herd.links must be a list of links, each written as \"Alford-Parker\" or"
            + " [\"Alford\", \"Parker\"].");
  }

  @Test
  void aSyntaxErrorNamesItsLine() {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.parse("lab.toml", "[herd]\npreset = w16\n"))
        .withMessageStartingWith("lab.toml line 2 is not valid TOML: ");
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.parse("lab.toml", "[herd]\npreset='w16'\npreset='w16'"))
        .withMessageStartingWith("lab.toml line 3 is not valid TOML: ");
  }

  @Test
  void aFileThatCannotBeReadIsOneSentence(@TempDir Path directory) throws Exception {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.read(directory.resolve("none.toml")))
        .withMessageStartingWith("There is no file ")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.read(directory))
        .withMessageEndingWith(": it is a directory.")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
    Path latin = Files.write(directory.resolve("l"), "a='é'".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.read(latin))
        .withMessageEndingWith("is not UTF-8 text, as TOML must be.");
    Path large = Files.write(directory.resolve("g"), new byte[HerdConfigFile.MAXIMUM_BYTES + 1]);
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.read(large))
        .withMessageContaining("is larger than");
  }

  private static void assertRefused(String toml, String sentence) {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> HerdConfigFile.parse("lab.toml", toml.replace('\'', '"')))
        .withMessage(sentence)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
  }
}
