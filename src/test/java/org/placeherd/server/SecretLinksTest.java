package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.HerdSecret.Exchange;
import org.placeherd.transport.HerdSecret.Side;
import org.placeherd.wire.Hello;

/// A herd whose servers share a secret: who has not proved that he knows it tells nothing.
class SecretLinksTest {
  private static final String SECRET = "correct-horse-battery-staple-and-more";
  private static final String OTHER = "another-horse-battery-staple-and-more";
  private static final String TOLD = "AT Lake +0.500000000 kiwi +34-118 1479413884.5";
  private static final String NONCE = "0123456789abcdefghijklmnopqrstuv";

  private final Path data;
  private final TestHerd herd;

  SecretLinksTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
    herd.events(EventMode.ALL);
    herd.secret = Optional.of(new HerdSecret(SECRET));
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private static LinePortOptions without() {
    return new LinePortOptions(true, true);
  }

  private LinePortOptions with(String secret) throws IOException {
    Path file = Files.writeString(data.resolve(secret.substring(0, 7) + ".secret"), secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new LinePortOptions(true, true, Optional.empty(), Optional.of(file));
  }

  private void start(String server, LinePortOptions options) throws StartupException {
    herd.linePort = options;
    herd.start(server);
  }

  private void awaitLog(String server, String words) throws Exception {
    Await.until(
        "the log of %s says %s".formatted(server, words),
        () -> Files.readString(herd.log(server)).contains(words));
  }

  @Test
  void serversThatKnowTheSecretFindEachOther() throws Exception {
    start("Alford", with(SECRET));
    start("Bolden", with(SECRET));
    herd.awaitLinks();
    try (LineClient one = herd.client("Alford");
        LineClient other = herd.client("Bolden")) {
      String stored = one.ask("IAMAT kiwi +34-118 1");
      assertThat(other.whatsat("kiwi")).startsWith(stored + "\n");
    }
    assertThat(herd.link("Alford", "Bolden").get("hello").asBoolean()).isTrue();
    herd.stop("Bolden");
    Await.until("it is missed", () -> !herd.link("Alford", "Bolden").get("up").asBoolean());
    herd.start("Bolden").awaitLinks();
    herd.close();
    assertThat(herd.log("Alford")).content().doesNotContain(SECRET);
  }

  @Test
  void whoHasProvedNothingTellsNothingThoughHeIsOnThisMachine() throws Exception {
    start("Alford", with(SECRET));
    try (LineClient stranger = herd.client("Alford");
        DatagramClient datagrams = new DatagramClient(herd.port("Alford"))) {
      assertThat(stranger.ask(TOLD)).isEqualTo("? " + TOLD);
      assertThat(stranger.ask("HELLO placeherd/1 Bolden"))
          .matches("HELLO placeherd/1 Alford nonce=[A-Za-z0-9_-]{32}");
      assertThat(stranger.ask("HELLO placeherd/1 Bolden nonce=short"))
          .matches("HELLO placeherd/1 Alford nonce=[A-Za-z0-9_-]{32}");
      for (String line :
          new String[] {
            TOLD, "STATUS", "COMPARE", "PRUNE", "HELLO placeherd/1 Bolden proof=" + NONCE
          }) {
        assertThat(stranger.ask(line)).isEqualTo("? " + line);
      }
      assertThat(stranger.ask("IAMAT kiwi +1+2 3")).startsWith("AT Alford ");
      assertThat(datagrams.ask(TOLD)).isEqualTo("? " + TOLD + "\n");
      assertThat(datagrams.ask("HELLO placeherd/1 -")).isEqualTo("? HELLO placeherd/1 -\n");
    }
    assertThat(herd.status("Alford").at("/refusals/hellos_unproved").asInt()).isEqualTo(2);
    awaitLog("Alford", "Somebody said HELLO without the secret of this herd");
  }

  @Test
  void whoProvesItMayTell() throws Exception {
    start("Alford", with(SECRET));
    try (LineClient bolden = herd.client("Alford")) {
      herd.greet(bolden, "Bolden", "Alford");
      bolden.send(TOLD + "\n");
      assertThat(bolden.whatsat("kiwi")).startsWith(TOLD + "\n");
    }
  }

  @Test
  void whoHasProvedItNeedsNoTokenAndNobodyElseIsSpared() throws Exception {
    Path tokens = data.resolve("tokens.txt");
    new TestTokens(tokens);
    start("Alford", with(SECRET).withTokens(tokens));
    start("Bolden", with(SECRET).withTokens(tokens));
    herd.awaitLinks();
    String iamat = "IAMAT kiwi +34-118 1";
    try (LineClient stranger = herd.client("Alford");
        LineClient tool = herd.client("Alford");
        LineClient other = herd.client("Bolden")) {
      assertThat(stranger.ask(iamat)).isEqualTo("? " + iamat);
      stranger.ask("HELLO placeherd/1 Bolden nonce=" + NONCE);
      for (String line : new String[] {iamat, "WHATSAT kiwi 1 1", "STATUS"}) {
        assertThat(stranger.ask(line)).isEqualTo("? " + line);
      }
      assertThat(tool.ask("STATUS")).isEqualTo("? STATUS");
      herd.greet(tool, "-", "Alford");
      assertThat(tool.ask("STATUS")).startsWith("STATUS {");
      String stored = tool.ask(iamat);
      assertThat(tool.whatsat("kiwi")).startsWith(stored + "\n");
      assertThat(other.ask("AUTH " + TestTokens.READER)).isEqualTo("AUTH ok");
      assertThat(other.whatsat("kiwi")).startsWith(stored + "\n");
    }
  }

  @Test
  void aRecordedProofIsNotTakenAgain() throws Exception {
    start("Alford", with(SECRET));
    HerdSecret secret = new HerdSecret(SECRET);
    String hello = "HELLO placeherd/1 Bolden nonce=" + NONCE;
    String proved;
    try (LineClient bolden = herd.client("Alford")) {
      String nonce = Hello.field(bolden.ask(hello), Hello.NONCE).orElseThrow();
      String proof = secret.proof(Side.OPENER, new Exchange("Bolden", NONCE, "Alford", nonce));
      proved = "HELLO placeherd/1 Bolden proof=" + proof;
      assertThat(bolden.ask(proved)).isEqualTo("HELLO placeherd/1 Alford");
    }
    try (LineClient replay = herd.client("Alford")) {
      assertThat(replay.ask(proved)).isEqualTo("? " + proved);
      replay.ask(hello);
      assertThat(replay.ask(proved)).isEqualTo("? " + proved);
      assertThat(replay.ask(proved)).isEqualTo("? " + proved);
      assertThat(replay.ask(TOLD)).isEqualTo("? " + TOLD);
    }
  }

  @Test
  void whatTheServerProvesIsNoProofOfTheOtherEnd() throws Exception {
    start("Alford", with(SECRET));
    try (LineClient mirror = herd.client("Alford")) {
      String answer = mirror.ask("HELLO placeherd/1 Bolden nonce=" + NONCE);
      String shown = "HELLO placeherd/1 Bolden proof=" + Hello.field(answer, Hello.PROOF).get();
      assertThat(mirror.ask(shown)).isEqualTo("? " + shown);
    }
  }

  @Test
  void aProofInAnotherNameIsNone() throws Exception {
    start("Alford", with(SECRET));
    HerdSecret secret = new HerdSecret(SECRET);
    try (LineClient tool = herd.client("Alford")) {
      String answer = tool.ask("HELLO placeherd/1 - nonce=" + NONCE);
      String nonce = Hello.field(answer, Hello.NONCE).orElseThrow();
      String proof = secret.proof(Side.OPENER, new Exchange("-", NONCE, "Alford", nonce));
      String shown = "HELLO placeherd/1 Bolden proof=" + proof;
      assertThat(tool.ask(shown)).isEqualTo("? " + shown);
    }
  }

  @Test
  void anotherSecretIsToldToBothOperators() throws Exception {
    start("Alford", with(SECRET));
    start("Bolden", with(OTHER));
    awaitLog("Alford", " link Bolden failed its secret is another, or it is not Bolden; give all");
    awaitLog("Bolden", " link Alford failed its secret is another, or it is not Alford; give all");
    try (LineClient client = herd.client("Alford")) {
      client.ask("IAMAT kiwi +34-118 1");
    }
    assertThat(herd.link("Alford", "Bolden").get("up").asBoolean()).isFalse();
    assertThat(herd.link("Alford", "Bolden").get("sent").asInt()).isZero();
  }

  @Test
  void aServerWithoutTheSecretIsToldToBothOperatorsAndComesBackWithIt() throws Exception {
    start("Alford", with(SECRET));
    start("Bolden", without());
    awaitLog("Alford", " link Bolden failed it knows no secret of the herd; give all servers");
    awaitLog("Bolden", " link Alford failed it asks for the herd's secret, and none is set here");
    herd.stop("Bolden");
    start("Bolden", with(SECRET));
    herd.awaitLinks();
  }

  @Test
  void aNeighbourThatDoesNotAnswerHelloIsNotTold() throws Exception {
    try (OldStylePeer bolden = OldStylePeer.stalled(herd.port("Bolden"))) {
      start("Alford", with(SECRET));
      awaitLog("Alford", " link Bolden failed it did not answer HELLO, so it cannot prove");
      assertThat(bolden.connections()).isPositive();
    }
  }

  @Test
  void oldStyleServersStayAsTheyAre() throws Exception {
    herd.dialect(
        "Bolden",
        before ->
            new PeerDialect(
                PeerDialect.Hello.OFF,
                before.extra(),
                before.lineEnd(),
                before.connection(),
                before.idleClose(),
                before.catchUp()));
    herd.options =
        new ServerOptions(
            data,
            Acknowledgement.DISK,
            EventMode.ALL,
            StaleReply.LITERAL,
            false,
            Duration.ZERO,
            Set.of(InetAddress.getLoopbackAddress()));
    start("Alford", with(SECRET));
    try (LineClient old = herd.client("Alford")) {
      old.send(TOLD + "\n");
      assertThat(old.whatsat("kiwi")).startsWith(TOLD + "\n");
      assertThat(old.ask("HELLO placeherd/1 Bolden")).startsWith("HELLO placeherd/1 Alford nonce=");
      assertThat(old.ask("STATUS")).isEqualTo("? STATUS");
    }
  }

  @Test
  void withTlsBothTheCertificateAndTheSecretAreAskedFor() throws Exception {
    TestCertificates certificates =
        new TestCertificates(data.resolve("tls")).server("Alford").server("Bolden");
    LinePortOptions both =
        new LinePortOptions(
            false,
            false,
            certificates.linePort(TlsOptions.Clients.CERTIFICATE).tls(),
            with(SECRET).secretFile());
    herd.tls = Optional.of(certificates.context(certificates.valid("Bolden")));
    start("Alford", both);
    start("Bolden", both);
    herd.awaitLinks();
    try (LineClient certified = herd.client("Alford");
        LineClient plain = LineClient.connect(herd.port("Alford"))) {
      assertThat(certified.ask(TOLD)).isEqualTo("? " + TOLD);
      herd.greet(certified, "Bolden", "Alford");
      certified.send(TOLD + "\n");
      assertThat(certified.whatsat("kiwi")).startsWith(TOLD + "\n");
      herd.greet(plain, "Bolden", "Alford");
      assertThat(plain.ask(TOLD)).isEqualTo("? " + TOLD);
    }
  }

  @Test
  void aSecretFileThatIsNoneIsRefusedWithoutShowingIt() throws Exception {
    Path file = data.resolve("secret");
    assertThat(refusal(file)).contains("Cannot read herd.secret-file " + file);
    Files.writeString(file, "too-short-a-secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(refusal(file)).contains("32 characters").doesNotContain("too-short");
    Files.writeString(file, SECRET + "\n" + OTHER + "\n");
    assertThat(refusal(file)).contains("one line").doesNotContain("horse");
    Files.writeString(file, SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(refusal(file)).contains("chmod 600");
    assertThat(new HerdSecret(SECRET)).asString().doesNotContain(SECRET);
  }

  private String refusal(Path file) {
    try {
      start("Alford", new LinePortOptions(true, true, Optional.empty(), Optional.of(file)));
    } catch (StartupException e) {
      return e.sentence();
    }
    throw new AssertionError("it was taken");
  }
}
