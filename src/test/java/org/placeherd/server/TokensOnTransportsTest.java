package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.placeherd.server.TestTokens.ADMIN;
import static org.placeherd.server.TestTokens.JANE;
import static org.placeherd.server.TestTokens.PHONE;
import static org.placeherd.server.TestTokens.READER;
import static org.placeherd.server.TestTokens.VANS;
import static org.placeherd.server.TestTokens.WRONG;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.placeherd.auth.Clients;
import org.placeherd.auth.Right;
import org.placeherd.web.WebSocketClient;

/// What each token is good for, on every way by which lines come.
class TokensOnTransportsTest {
  private static final String TIME = " +34.0-118.0 1479413884";

  @TempDir private Path directory;
  private TestHerd herd;
  private TestTokens tokens;

  enum Way {
    TCP,
    TLS,
    POST,
    WEB_SOCKET
  }

  @BeforeEach
  void prepare() throws Exception {
    herd = TestHerd.alone(directory.resolve("data"));
    herd.withHttp = true;
    herd.events(EventMode.ALL);
    tokens = new TestTokens(directory.resolve("tokens"));
  }

  @AfterEach
  void noTokenIsInTheLog() throws IOException {
    herd.close();
    if (Files.exists(herd.log("Alford"))) {
      assertThat(Files.readString(herd.log("Alford"))).doesNotContain(TestTokens.ALL);
    }
  }

  private ScenarioConnection open(Way way) throws Exception {
    return switch (way) {
      case TCP, TLS -> herd.client("Alford");
      case POST -> new HttpLinesClient(herd.httpPort("Alford"));
      case WEB_SOCKET -> new WebSocketLinesClient(herd.httpPort("Alford"));
    };
  }

  private void start(Way way) throws Exception {
    if (way == Way.TLS) {
      TestCertificates certificates = new TestCertificates(directory.resolve("tls"));
      certificates.server("Alford");
      herd.linePort = certificates.linePort(TlsOptions.Clients.ANY);
      herd.tls = Optional.of(certificates.context());
    }
    tokens.on(herd);
    herd.start("Alford");
  }

  /// What is answered to a token and three lines behind it, said at once.
  private String replies(Way way, String token) throws Exception {
    try (ScenarioConnection client = open(way)) {
      String auth = token.isEmpty() ? "" : "AUTH " + token + "\n";
      client.send(auth + "IAMAT jane" + TIME + "\nIAMAT van/7" + TIME + "\nWHATSAT jane 10 0\n");
      StringBuilder replies = new StringBuilder();
      for (int i = token.isEmpty() ? 1 : 0; i < 4; i++) {
        replies.append(first(client.line())).append(' ');
      }
      return replies.toString().strip();
    }
  }

  private static String first(String line) {
    return line.startsWith("? AUTH") ? line : line.split(" ", 2)[0];
  }

  @ParameterizedTest
  @EnumSource
  void aLineIsServedToWhoHasTheRight(Way way) throws Exception {
    start(way);
    assertThat(replies(way, "")).isEqualTo("? ? ?");
    assertThat(replies(way, WRONG)).isEqualTo("? AUTH ? ? ?");
    assertThat(replies(way, JANE)).isEqualTo("AUTH AT ? ?");
    assertThat(replies(way, VANS)).isEqualTo("AUTH ? AT ?");
    assertThat(replies(way, READER)).isEqualTo("AUTH ? ? AT");
    assertThat(replies(way, PHONE)).isEqualTo("AUTH AT ? AT");
    assertThat(replies(way, ADMIN)).isEqualTo("AUTH AT AT AT");
  }

  @Test
  void datagramsCarryTheirToken() throws Exception {
    start(Way.TCP);
    try (DatagramClient client = new DatagramClient(herd.port("Alford"))) {
      String jane = "IAMAT jane" + TIME;
      assertThat(client.ask(jane)).isEqualTo("? " + jane + "\n");
      assertThat(client.ask("AUTH " + JANE)).isEqualTo("AUTH ok\n");
      assertThat(client.ask(jane)).as("it was another datagram's").isEqualTo("? " + jane + "\n");
      assertThat(client.ask("AUTH " + JANE + "\n" + jane)).startsWith("AUTH ok\nAT Alford ");
      assertThat(client.ask("AUTH " + JANE + "\r\n" + jane + "\r\n"))
          .startsWith("AUTH ok\nAT Alford ");
      assertThat(client.ask("AUTH " + VANS + "\n" + jane)).isEqualTo("AUTH ok\n? " + jane + "\n");
      assertThat(client.ask("AUTH " + WRONG + "\n" + jane)).isEqualTo("? AUTH\n? " + jane + "\n");
      for (String other : List.of("WHATSAT jane 1 1", "AUTH x", jane + "\n" + jane, "")) {
        assertThat(client.ask("AUTH " + ADMIN + "\n" + other + "\n")).isEqualTo("? AUTH\n");
      }
    }
  }

  @Test
  void behindFiveWrongTokensTheConnectionIsClosed() throws Exception {
    start(Way.TCP);
    try (LineClient client = herd.client("Alford")) {
      client.send(("AUTH " + WRONG + "\n").repeat(9) + "AUTH " + ADMIN + "\n");
      for (int i = 0; i < 5; i++) {
        assertThat(client.line()).isEqualTo("? AUTH");
      }
      assertThatExceptionOfType(EOFException.class).isThrownBy(client::line);
    }
    Await.until("it is said why", () -> log().contains("too many wrong tokens"));
    assertThat(log()).contains("wrong-token").contains("AUTH ***");
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("AUTH " + WRONG)).isEqualTo("? AUTH");
      assertThatExceptionOfType(EOFException.class).isThrownBy(client::line);
    }
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("AUTH " + ADMIN)).as("a right one goes on").isEqualTo("AUTH ok");
    }
  }

  @Test
  void theSameHoldsByHttp() throws Exception {
    start(Way.POST);
    int port = herd.httpPort("Alford");
    String many = ("AUTH " + WRONG + "\n").repeat(700);
    try (HttpLinesClient client = new HttpLinesClient(port)) {
      assertThat(client.post(many).statusCode()).isEqualTo(401);
      assertThat(client.post("IAMAT jane" + TIME, "Authorization", TestTokens.bearer(JANE)).body())
          .startsWith("AT Alford ");
      assertThat(client.post("AUTH " + ADMIN, "Authorization", TestTokens.bearer(JANE)).body())
          .isEqualTo("AUTH ok\n");
    }
    try (WebSocketClient client = new WebSocketClient(port)) {
      client.message(many);
      assertThat(client.closed().code()).isEqualTo(1008);
    }
  }

  @Test
  void withoutTokensAuthIsNoCommand() throws Exception {
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("AUTH " + ADMIN)).isEqualTo("? AUTH " + ADMIN);
      assertThat(client.ask("AUTH")).isEqualTo("? AUTH");
      assertThat(client.ask(" auth  " + ADMIN)).isEqualTo("?  auth  " + ADMIN);
      assertThat(client.ask("IAMAT jane" + TIME)).startsWith("AT ");
    }
    try (DatagramClient client = new DatagramClient(herd.port("Alford"))) {
      String both = "AUTH " + ADMIN + "\nIAMAT jane" + TIME;
      assertThat(client.ask(both)).isEqualTo("? " + both + "\n");
    }
    try (LineClient client = herd.client("Alford")) {
      client.ask("GET /t/" + PHONE + "/pub?key=" + ADMIN + " HTTP/1.1");
    }
    Await.until("the log has it", () -> log().contains("GET /t/ ***"));
    assertThat(log()).contains("AUTH ***").contains("in").contains("out");
  }

  @Test
  void howTheServerIsIsToldToAdministratorsOnly() throws Exception {
    start(Way.TCP);
    try (LineClient client = herd.client("Alford")) {
      client.ask("HELLO placeherd/1 -");
      assertThat(client.ask("STATUS")).isEqualTo("? STATUS");
      client.ask("AUTH " + READER);
      assertThat(client.ask("STATUS")).isEqualTo("? STATUS");
      client.ask("AUTH " + ADMIN);
      assertThat(client.ask("STATUS")).startsWith("STATUS {");
    }
  }

  @Test
  void tokensComeAndGoWhileItRuns() throws Exception {
    start(Way.TCP);
    try (LineClient jane = herd.client("Alford");
        LineClient joe = herd.client("Alford")) {
      jane.ask("AUTH " + JANE);
      assertThat(jane.ask("IAMAT jane" + TIME)).startsWith("AT ");
      assertThat(tokens.file.remove("report for jane")).isPresent();
      Await.until("it is taken back", () -> jane.ask("IAMAT jane" + TIME).startsWith("?"));
      tokens.add("newcomer23456789", "joe", Clients.one("joe"), Right.REPORT);
      Await.until("the log says so", () -> log().contains("tokens has changed: there are 5 now"));
      assertThat(joe.ask("AUTH newcomer23456789")).isEqualTo("AUTH ok");
      assertThat(joe.ask("IAMAT joe" + TIME)).startsWith("AT ");
      String good = Files.readString(tokens.file.path());
      Files.writeString(tokens.file.path(), good + JANE + " is no hash\n");
      Await.until("the log says so", () -> log().contains("old tokens are kept: "));
      assertThat(log()).contains("tokens line ").contains("never the token");
      assertThat(joe.ask("IAMAT joe" + TIME)).startsWith("AT ");
      Files.delete(tokens.file.path());
      Await.until("the log says so", () -> log().contains("There is no file of tokens"));
      assertThat(joe.ask("IAMAT joe" + TIME)).startsWith("AT ");
    }
  }

  @Test
  void aWrongFileIsNoStart() throws Exception {
    Files.writeString(tokens.file.path(), "\n\n" + ADMIN + "\n");
    tokens.on(herd);
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> herd.start("Alford"))
        .withMessageContaining(" line 3: ")
        .withMessageContaining("'placeherd tokens add'")
        .satisfies(e -> assertThat(e.sentence()).doesNotContain(ADMIN));
  }

  @Test
  void aServerOfTheHerdNeedsNoToken() throws Exception {
    herd.close();
    TestCertificates certificates = new TestCertificates(directory.resolve("tls"));
    herd = new TestHerd(directory.resolve("both"), "Alford Bolden", "Alford-Bolden");
    certificates.server("Alford").server("Bolden");
    herd.linePort = certificates.linePort(TlsOptions.Clients.ANY);
    herd.tls = Optional.of(certificates.context(certificates.valid("Alford")));
    tokens.on(herd);
    herd.startAll().awaitLinks();
    try (LineClient jane = herd.client("Alford");
        LineClient board = herd.client("Bolden")) {
      jane.ask("AUTH " + JANE);
      jane.ask("IAMAT jane" + TIME);
      board.ask("AUTH " + READER);
      Await.until("Bolden knows", () -> board.whatsat("jane").startsWith("AT Alford "));
    }
  }

  private String log() throws IOException {
    return Files.readString(herd.log("Alford"));
  }
}
