package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file of tokens: what is in it, how it is written, and what is wrong with others.
class TokensFileTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
  private static final String HASH = "sha256:" + "ab".repeat(32);
  private static final String GOOD = HASH + " report,read client:jane 2026-11-28 Jane's phone";

  @TempDir private Path directory;

  private TokensFile file() {
    return new TokensFile(directory.resolve("tokens"));
  }

  private static Grant grant(String token, String label) {
    return Grant.of(token, EnumSet.of(Right.REPORT, Right.READ), Clients.one("jane"), DAY, label);
  }

  private void write(String text) throws IOException {
    Files.writeString(file().path(), text);
  }

  private void isWrong(String words) {
    assertThatExceptionOfType(TokensProblem.class)
        .isThrownBy(() -> file().read())
        .withMessageContaining(file().path().toString())
        .withMessageContaining(words);
  }

  @Test
  void holdsTheHashOfATokenAndNeverTheToken() throws Exception {
    String token = NewToken.make(new SecureRandom());
    file().add(grant(token, "Jane's phone"));
    String text = Files.readString(file().path());
    assertThat(text).doesNotContain(token).contains("report,read client:jane 2026-11-28 Jane's");
    assertThat(text).containsPattern("(?m)^sha256:[0-9a-f]{64} ");
    TokenList list = file().read();
    assertThat(list.find(TokenHash.of(token))).map(Grant::label).contains("Jane's phone");
    assertThat(list.find(TokenHash.of(token + "x"))).isEmpty();
  }

  @Test
  void onlyItsOwnerMayReadItAndNothingIsLeftBeside() throws Exception {
    file().add(grant("a", "one"));
    Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-r--r--"));
    file().add(grant("b", "two"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens", "tokens.lock");
    }
  }

  @Test
  void whatAPersonWroteStaysWhenATokenComesOrGoes() throws Exception {
    write("# mine\n\n" + GOOD);
    file().add(grant("b", "two"));
    assertThat(file().remove("Jane's phone")).isPresent();
    assertThat(file().remove("nobody")).isEmpty();
    assertThat(Files.readString(file().path())).startsWith("# mine\n\nsha256:").endsWith(" two\n");
  }

  @Test
  void aLinkToTheFileStaysALink() throws Exception {
    Path real = Files.writeString(directory.resolve("real"), GOOD + "\n");
    Files.createSymbolicLink(file().path(), real);
    file().add(grant("b", "two"));
    assertThat(file().path()).isSymbolicLink();
    assertThat(Files.readString(real)).contains(" two");
  }

  @Test
  void manyWritersAtOnceLoseNothing() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String label = "writer " + i;
        tasks.add(() -> {
          new TokensFile(file().path()).add(grant(label, label));
          return true;
        });
      }
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(file().read().grants()).hasSize(40);
  }

  @Test
  void aWrongFileIsNotWrittenOver() throws Exception {
    write("nonsense\n");
    assertThatExceptionOfType(TokensProblem.class).isThrownBy(() -> file().add(grant("a", "one")));
    assertThat(Files.readString(file().path())).isEqualTo("nonsense\n");
  }

  @Test
  void oneLabelStandsForOneToken() throws Exception {
    file().add(grant("a", "one"));
    assertThatExceptionOfType(TokensProblem.class)
        .isThrownBy(() -> file().add(grant("b", "one")))
        .withMessageContaining("same label");
    assertThat(file().read().grants()).hasSize(1);
  }

  static Stream<Arguments> wrongLines() {
    return Stream.of(
        Arguments.of("hunter2secret report,read all 2026-11-28 x", "never the token"),
        Arguments.of("sha256:" + "ab".repeat(31) + " read all 2026-11-28 x", "64 hexadecimal"),
        Arguments.of("sha256:" + "zz".repeat(32) + " read all 2026-11-28 x", "64 hexadecimal"),
        Arguments.of("SHA256:" + "ab".repeat(32) + " read all 2026-11-28 x", "must begin with"),
        Arguments.of(HASH, "five fields"),
        Arguments.of(HASH + " read all 2026-11-28", "five fields"),
        Arguments.of(HASH + " write all 2026-11-28 x", "report, read and admin"),
        Arguments.of(HASH + " read, all 2026-11-28 x", "report, read and admin"),
        Arguments.of(HASH + " read everybody 2026-11-28 x", "client:NAME"),
        Arguments.of(HASH + " read client: 2026-11-28 x", "1 to 255 bytes"),
        Arguments.of(HASH + " read prefix: 2026-11-28 x", "1 to 255 bytes"),
        Arguments.of(HASH + " read client:" + "é".repeat(128) + " 2026-11-28 x", "1 to 255 bytes"),
        Arguments.of(HASH + " admin client:jane 2026-11-28 x", "admin is for all clients"),
        Arguments.of(HASH + " read all 28.11.2026 x", "2026-01-31"),
        Arguments.of(HASH + " read all 2026-11-31 x", "2026-01-31"),
        Arguments.of(HASH + " read all 2026-11-28 " + "x".repeat(65), "1 to 64 characters"),
        Arguments.of(HASH + " read all 2026-11-28 a\u0007b", "control character"),
        Arguments.of(GOOD, "same label or token"),
        Arguments.of("x".repeat(TokenList.LINE_BYTES_MAX + 1), "longer than 1,024 bytes"));
  }

  @ParameterizedTest
  @MethodSource("wrongLines")
  void aWrongLineIsNamedAndWhatToDoButNotWhatItSays(String line, String words) throws Exception {
    write("# a comment\r\n" + GOOD + "\r\n" + line + "\n");
    isWrong(" line 3: ");
    isWrong(words);
    assertThatExceptionOfType(TokensProblem.class)
        .isThrownBy(() -> file().read())
        .satisfies(e -> assertThat(e.sentence()).doesNotContain("hunter2secret").endsWith("."));
  }

  @Test
  void bytesThatAreNoTextAreWrong() throws IOException {
    byte[] bytes =
        (GOOD + "\n" + HASH.replace("ab", "cd") + " read all 2026-11-28 x").getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0xFF;
    Files.write(file().path(), bytes);
    isWrong(" line 2: it is no UTF-8");
  }

  @Test
  void itsSizeAndNumberAreBounded() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= TokenList.TOKENS_MAX; i++) {
      text.append("sha256:%064x read all 2026-11-28 t%d\n".formatted(i, i));
    }
    write(text.toString());
    isWrong("line 10001: there are more than 10,000 tokens");
    write("#\n".repeat(TokenList.FILE_BYTES_MAX / 2 + 1));
    isWrong("is longer than 4,194,304 bytes");
  }

  @Test
  void whatIsNoFileIsAnErrorWithAWayOut() throws Exception {
    isWrong("make it with 'placeherd tokens add LABEL --tokens");
    Files.createDirectory(file().path());
    isWrong("is no file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\tb", "a\nb", "\u0085", "\uD800"})
  void whatIsNoClientsNameIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Clients.one(name));
    assertThatIllegalArgumentException().isThrownBy(() -> Clients.beginningWith(name));
  }

  @Test
  void clientsAreTheirBytes() {
    byte[] name = "xxvan/7yy".getBytes(UTF_8);
    assertThat(Clients.one("van/7").cover(name, 2, 7)).isTrue();
    assertThat(Clients.one("van/7").cover(name, 2, 8)).isFalse();
    assertThat(Clients.one("van/7").cover(name, 2, 6)).isFalse();
    assertThat(Clients.beginningWith("van/").cover(name, 2, 7)).isTrue();
    assertThat(Clients.beginningWith("van/7yy").cover(name, 2, 7)).isFalse();
    assertThat(Clients.ALL.cover(name, 0, 0)).isTrue();
    assertThat(Clients.one("all").toString()).isEqualTo("client:all");
    for (Clients each : Set.of(Clients.ALL, Clients.one("é"), Clients.beginningWith("a:b"))) {
      assertThat(Clients.parse(each.toString())).isEqualTo(each);
    }
  }

  @Test
  void tokensAreOfChance() {
    SecureRandom chance = new SecureRandom();
    String token = NewToken.make(chance);
    assertThat(token).matches("[a-km-np-z2-9]{32}").isNotEqualTo(NewToken.make(chance));
  }
}
