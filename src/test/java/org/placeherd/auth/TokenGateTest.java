package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a running server knows of tokens.
class TokenGateTest {
  private static final byte[] TOKEN = "right".getBytes(UTF_8);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

  private long nanos;
  private final WrongTokens wrong = new WrongTokens(() -> nanos);

  private static TokenList list(Grant... grants) throws TokensProblem {
    StringBuilder text = new StringBuilder();
    for (Grant grant : grants) {
      text.append(grant).append('\n');
    }
    return TokenList.parse("tokens", text.toString().getBytes(UTF_8));
  }

  private static Grant grant(Clients clients, Right... rights) {
    return Grant.of("right", Set.of(rights), clients, DAY, "label");
  }

  private static boolean mayReport(Pass pass, String client) {
    byte[] name = client.getBytes(UTF_8);
    return pass.mayReport(name, 0, name.length);
  }

  @Test
  void aTokenMayWhatItsLineSays() throws TokensProblem {
    TokenGate gate = new TokenGate(list(grant(Clients.beginningWith("van/"), Right.REPORT)), wrong);
    Pass pass = gate.pass(TOKEN).orElseThrow();
    assertThat(pass.has(Right.REPORT)).isTrue();
    assertThat(pass.has(Right.READ)).isFalse();
    assertThat(pass.has(Right.ADMIN)).isFalse();
    assertThat(mayReport(pass, "van/7")).isTrue();
    assertThat(mayReport(pass, "jane")).isFalse();
    assertThat(pass.onlyClient()).isEmpty();
    assertThat(gate.pass("wrong".getBytes(UTF_8))).isEmpty();
    assertThat(gate.pass(new byte[0])).isEmpty();
    assertThat(gate.pass(new byte[TokenGate.TOKEN_BYTES_MAX + 1])).isEmpty();
  }

  @Test
  void whoMayReadOnlyReportsForNobody() throws TokensProblem {
    Pass pass =
        new TokenGate(list(grant(Clients.one("jane"), Right.READ)), wrong)
            .pass(TOKEN)
            .orElseThrow();
    assertThat(pass.has(Right.READ)).isTrue();
    assertThat(mayReport(pass, "jane")).isFalse();
  }

  @Test
  void whoAdministersMayAll() throws TokensProblem {
    Pass pass =
        new TokenGate(list(grant(Clients.ALL, Right.ADMIN)), wrong).pass(TOKEN).orElseThrow();
    assertThat(Right.values()).allMatch(pass::has);
    assertThat(mayReport(pass, "anybody")).isTrue();
  }

  @Test
  void aTokenThatIsTakenBackIsGoodForNothingMore() throws TokensProblem {
    TokenGate gate = new TokenGate(list(grant(Clients.one("jane"), Right.REPORT)), wrong);
    Pass pass = gate.pass(TOKEN).orElseThrow();
    assertThat(pass.onlyClient()).contains("jane");
    gate.replace(list());
    assertThat(mayReport(pass, "jane")).isFalse();
    assertThat(pass.has(Right.REPORT)).isFalse();
    assertThat(pass.onlyClient()).isEmpty();
    gate.replace(list(grant(Clients.one("joe"), Right.READ)));
    assertThat(pass.has(Right.READ)).isTrue();
    assertThat(mayReport(pass, "jane")).isFalse();
  }

  /// Nothing in the room compares bytes but by [MessageDigest#isEqual], and names of clients.
  @Test
  void hashesAreComparedInConstantTime() {
    JavaClasses room =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.placeherd.auth");
    Set<String> comparers =
        room.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTarget().getName().equals("equals"))
            .filter(call -> call.getTargetOwner().getName().equals("java.util.Arrays"))
            .map(call -> call.getOriginOwner().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(comparers).containsExactly("Clients");
    assertThat(room.get(TokenHash.class).getMethodCallsFromSelf())
        .anyMatch(TokenGateTest::isConstantTime);
    assertThat(room.get(TokenHash.class).tryGetMethod("equals", Object.class))
        .isEqualTo(Optional.empty());
  }

  private static boolean isConstantTime(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(MessageDigest.class)
        && call.getTarget().getName().equals("isEqual");
  }

  @Test
  void aWrongTokenCostsTheMoreTheMoreThereWere() throws Exception {
    InetAddress guesser = InetAddress.ofLiteral("192.0.2.1");
    long before = 0;
    for (int i = 1; i <= 30; i++) {
      int count = wrong.count(guesser);
      long pause = WrongTokens.pauseMillis(count);
      assertThat(count).isEqualTo(i);
      assertThat(pause).isGreaterThanOrEqualTo(before);
      assertThat(pause == 0).isEqualTo(i <= WrongTokens.FREE);
      before = pause;
    }
    assertThat(before).isEqualTo(WrongTokens.PAUSE_MILLIS_MAX);
    assertThat(wrong.count(InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(1);
    assertThat(wrong.all()).isEqualTo(31);
  }

  @Test
  void timeForgives() throws Exception {
    InetAddress guesser = InetAddress.ofLiteral("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      wrong.count(guesser);
    }
    nanos += TimeUnit.SECONDS.toNanos(4 * WrongTokens.FORGIVEN_SECONDS);
    assertThat(wrong.count(guesser)).isEqualTo(7);
    nanos += TimeUnit.HOURS.toNanos(1);
    assertThat(wrong.count(guesser)).isEqualTo(1);
  }

  @Test
  void aNetworkOfVersionSixIsOneAddressAndTheTableIsBounded() throws Exception {
    assertThat(wrong.count(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(1);
    assertThat(wrong.count(InetAddress.ofLiteral("2001:db8::2"))).isEqualTo(2);
    assertThat(wrong.count(InetAddress.ofLiteral("2001:db8:0:1::2"))).isEqualTo(1);
    for (int i = 0; i < WrongTokens.ADDRESSES_MAX; i++) {
      byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
      wrong.count(InetAddress.getByAddress(address));
    }
    assertThat(wrong.count(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(1);
  }
}
