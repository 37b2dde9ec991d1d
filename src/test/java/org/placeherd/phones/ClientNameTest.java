package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNameTest {
  private static final long SEED = 20_261_128;

  @ParameterizedTest
  @CsvSource({
    "kiwi.cs.ucla.edu, kiwi.cs.ucla.edu",
    "étudiant, étudiant",
    "'van 3', van%203",
    "50%, 50%25",
    "a/b, a%2Fb",
    "'a\tb', a%09b"
  })
  void whatALineCannotHoldIsPercentEncoded(String name, String client) {
    assertThat(ClientName.of(name)).contains(client);
  }

  @Test
  void controlsOfBothKindsAreEncoded() {
    assertThat(ClientName.of("a\u0000\u007F\u0085\u00A0b")).contains("a%00%7F%C2%85\u00A0b");
  }

  @Test
  void aUserAndADeviceAreTwoParts() {
    assertThat(ClientName.of("jane", "phone")).contains("jane/phone");
    assertThat(ClientName.of("jane/phone")).contains("jane%2Fphone");
    assertThat(ClientName.of("a/b", "c")).isNotEqualTo(ClientName.of("a", "b/c"));
    assertThat(ClientName.of("", "phone")).isEmpty();
    assertThat(ClientName.of("jane", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFFFD", "a\uFFFDb"})
  void whatIsNoTextIsNoName(String name) {
    assertThat(ClientName.of(name)).isEmpty();
  }

  @Test
  void halfACharacterIsNoName() {
    assertThat(ClientName.of("a\uD83D")).isEmpty();
    assertThat(ClientName.of("a\uD83D\uDE00")).contains("a\uD83D\uDE00");
  }

  @Test
  void aNameIsNeverCut() {
    assertThat(ClientName.of("a".repeat(255))).isPresent();
    assertThat(ClientName.of("a".repeat(256))).isEmpty();
    assertThat(ClientName.of(" ".repeat(86))).isEmpty();
    assertThat(ClientName.of("é".repeat(128))).isEmpty();
    assertThat(ClientName.of("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void twoNamesAreEqualOnlyIfTheirPartsAre() {
    SplittableRandom random = new SplittableRandom(SEED);
    String letters = "a/% 2F\t0";
    Map<String, List<String>> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      List<String> parts =
          random.nextBoolean()
              ? List.of(word(random, letters))
              : List.of(word(random, letters), word(random, letters));
      Optional<String> name =
          parts.size() == 1
              ? ClientName.of(parts.getFirst())
              : ClientName.of(parts.getFirst(), parts.getLast());
      name.ifPresent(
          client -> assertThat(seen.computeIfAbsent(client, _ -> parts)).isEqualTo(parts));
    }
    assertThat(seen).hasSizeGreaterThan(1_000);
  }

  private static String word(SplittableRandom random, String letters) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
