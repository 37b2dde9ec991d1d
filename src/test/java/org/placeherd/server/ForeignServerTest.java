package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each server of another make (`interop/`) alone: the protocol's vectors (§9), whom it believes,
/// its places and its log.
class ForeignServerTest {
  private static final String TAIL = " +34.068930-118.445127 1479413884.392014450";
  private static final String KEY = "a-key-that-nobody-may-see";
  private static final String PYTHON = "/usr/bin/python3";
  private static final int ROUNDS = 5;

  @TempDir Path data;

  private int port;

  private ForeignProcess start(ForeignMake make, String... more) throws Exception {
    Assumptions.assumeTrue(make.missing().isEmpty(), () -> make.missing().orElse(""));
    port = TestHerd.freePort();
    List<String> command = new ArrayList<>(make.command());
    command.addAll(List.of("Alford", "--listen", "127.0.0.1:" + port, "--log", data.toString()));
    command.addAll(List.of(more));
    ForeignProcess process =
        ForeignProcess.start(command, Map.of("PLACES_KEY", KEY), data.resolve("printed"));
    process.awaitListening(port);
    return process;
  }

  private ForeignProcess stub(int stubPort, String... more) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "There is no " + PYTHON + ".");
    List<String> command = new ArrayList<>(List.of(PYTHON, "interop/places-stub/stub.py"));
    command.addAll(List.of("--port", String.valueOf(stubPort), "--key", KEY));
    command.addAll(List.of(more));
    ForeignProcess process = ForeignProcess.start(command, Map.of(), data.resolve("stub"));
    process.awaitListening(stubPort);
    return process;
  }

  private static String bytes(String utf8) {
    return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static void assertTaken(LineClient client, String name, String position, String time)
      throws IOException {
    String tail = name + " " + position + " " + time;
    assertThat(client.ask("IAMAT " + tail))
        .matches("AT Alford [+-]\\d+\\.\\d{9} " + Pattern.quote(tail));
  }

  @ParameterizedTest
  @EnumSource
  void takesWhatIsValid(ForeignMake make) throws Exception {
    try (ForeignProcess _ = start(make);
        LineClient client = LineClient.connect(port)) {
      for (String position :
          List.of(
              "+34.068930-118.445127", "+12-118", "+35-120", "+0.0-0.0", "-1.0-2.0", "+1.0+2.0")) {
        assertTaken(client, "kiwi", position, "5");
      }
      for (String time : List.of("1479413884.392014450", "160000", "78327593.23573284")) {
        assertTaken(client, "kiwi", "+1+2", time);
      }
      for (String name :
          List.of(bytes("étudiant"), bytes("e\u0301tudiant"), bytes("🥝"), "\u00ff")) {
        assertTaken(client, name, "+1+2", "5");
        assertThat(client.whatsat(name)).contains(name + " +1+2 5\n{");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void complainsOfWhatIsNot(ForeignMake make) throws Exception {
    List<String> invalid = new ArrayList<>();
    for (String position :
        List.of(
            "34.068930-118.445127",
            "-118.445127",
            "+18.445127",
            "Los_Angeles",
            "+34.068930+-118.445127",
            "+34.068930,-118.445127",
            "+90.00000000000000000001+0",
            "+0-180.1")) {
      invalid.add("IAMAT kiwi " + position + " 1479413884.392014450");
    }
    for (String time : List.of("NOW", "-1479413884.392014450", "1e9", "")) {
      invalid.add("IAMAT kiwi +34.068930-118.445127 " + time);
    }
    for (String area :
        List.of(
            "",
            " 2",
            " 51 5",
            " 1000 5",
            " -10 5",
            " r 5",
            " 10 21",
            " 10 1000",
            " 10 -10",
            " 10 -5.2",
            " 10 l",
            " 50.000000000000000001 5",
            " 10 5 5")) {
      invalid.add("WHATSAT kiwi" + area);
    }
    invalid.addAll(
        List.of(
            "LLL",
            "IAMTA kiwi" + TAIL,
            "IAMAT ki wi" + TAIL,
            "IAMAT kiwi" + TAIL + " 5",
            "WHATSAT",
            "WHATSAT nobody 10 5",
            "HELLO placeherd/1 Bolden",
            "STATUS",
            " ",
            "",
            "AT Bolden +0.5 pear",
            "AT Bolden x pear" + TAIL));
    try (ForeignProcess _ = start(make);
        LineClient client = LineClient.connect(port)) {
      client.ask("IAMAT kiwi +1+2 5");
      String known = client.whatsat("kiwi");
      for (String line : invalid) {
        assertThat(client.ask(line)).isEqualTo("? " + line);
      }
      client.send("? LLL\n?\n? ? LLL\n"); // never answered
      assertThat(client.whatsat("kiwi")).isEqualTo(known);
    }
  }

  @ParameterizedTest
  @EnumSource
  void understandsEveryDialectOfItsPeers(ForeignMake make) throws Exception {
    try (ForeignProcess _ = start(make);
        LineClient peer = LineClient.connect(port);
        LineClient client = LineClient.connect(port)) {
      for (String line :
          List.of(
              "AT Lake +0.263873386 plain" + TAIL,
              "AT Lake -1e-05 exponent" + TAIL,
              "AT Lake 0.5 unsigned" + TAIL)) {
        for (String extra : List.of("", " Lake", " Lake Young Meeks", " \r")) {
          peer.send(line + extra + "\n");
        }
        String name = line.split(" ", -1)[3];
        Await.until(line, () -> client.whatsat(name).startsWith(line + "\n"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void believesNoStranger(ForeignMake make) throws Exception {
    try (ForeignProcess _ = start(make);
        Socket socket = new Socket()) {
      InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.2");
      try {
        socket.bind(new InetSocketAddress(elsewhere, 0));
      } catch (IOException e) {
        Assumptions.abort("This machine has no second loopback address.");
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (LineClient stranger = new LineClient(socket)) {
        String line = "AT Bolden +0.5 kiwi" + TAIL;
        assertThat(stranger.ask(line)).isEqualTo("? " + line);
        assertThat(stranger.ask("WHATSAT kiwi 1 1")).isEqualTo("? WHATSAT kiwi 1 1");
        assertTaken(stranger, "kiwi", "+1+2", "5");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void asksForPlacesAndCutsThemToTheBound(ForeignMake make) throws Exception {
    int stubPort = TestHerd.freePort();
    try (ForeignProcess _ = stub(stubPort);
        ForeignProcess server = start(make, "--places", "http://127.0.0.1:" + stubPort + "/json")) {
      try (LineClient client = LineClient.connect(port)) {
        String at = client.ask("IAMAT kiwi" + TAIL);
        for (int bound : List.of(0, 1, 5, 20)) {
          client.send("WHATSAT kiwi 10 " + bound + "\n");
          String answer = client.answer(); // which ends at the first empty line
          assertThat(answer).startsWith(at + "\n{").endsWith("}\n\n").contains("\"OK\"");
          assertThat(answer.split("near 34.0689,-118.445 within 10000 m", -1)).hasSize(bound + 1);
        }
        assertThat(client.ask("LLL")).isEqualTo("? LLL");
      }
      server.stop();
      assertThat(data.resolve("server-Alford.log")).content().doesNotContain(KEY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsForPlacesWithoutKeepingOthersWaiting(ForeignMake make) throws Exception {
    int stubPort = TestHerd.freePort();
    try (ForeignProcess _ = stub(stubPort, "--hang");
        ForeignProcess _ = start(make, "--places", "http://127.0.0.1:" + stubPort + "/json");
        LineClient asking = LineClient.connect(port);
        LineClient other = LineClient.connect(port)) {
      String at = asking.ask("IAMAT kiwi" + TAIL);
      boolean wasFirst = false;
      // More than once, in case this machine is busy for as long as the server has patience.
      for (int i = 0; i < ROUNDS && !wasFirst; i++) {
        asking.send("WHATSAT kiwi 10 5\nbehind it\n");
        other.ask("an answer");
        wasFirst = asking.isSilent(1);
        assertThat(asking.answer()).isEqualTo(at + "\n" + TestPlaces.UNKNOWN_ERROR + "\n\n");
        assertThat(asking.line()).isEqualTo("? behind it");
      }
      assertThat(wasFirst).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesAllDownWithoutAControlByte(ForeignMake make) throws Exception {
    try (ForeignProcess server = start(make)) {
      try (LineClient client = LineClient.connect(port)) {
        client.ask("IAMAT kiwi" + TAIL);
        client.ask("bell \u0007 and escape \u001b[2J \u009b");
        server.stop(); // with a connection open
      }
      assertThat(server.printed()).isEmpty();
      assertThat(data.resolve("server-Alford.log"))
          .content(StandardCharsets.ISO_8859_1)
          .contains("IAMAT kiwi" + TAIL, "AT Alford +", "bell \\x07 and escape \\x1b[2J \\x9b")
          .matches("[\\x20-\\x7e\\n]*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysInALineThatItCannotListen(ForeignMake make) throws Exception {
    try (ForeignProcess _ = start(make)) {
      List<String> command = new ArrayList<>(make.command());
      command.addAll(List.of("Bolden", "--listen", "127.0.0.1:" + port));
      try (ForeignProcess late =
          ForeignProcess.start(command, Map.of(), data.resolve("printed by the late one"))) {
        assertThat(late.awaitEnd()).isEqualTo(1);
        assertThat(late.printed()).matches("Bolden cannot listen: .*in use.*\n");
      }
    }
  }
}
