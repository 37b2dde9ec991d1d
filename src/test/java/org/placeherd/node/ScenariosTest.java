package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every scenario, played against nodes in memory.
class ScenariosTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioHoldsForTheNode() throws IOException {
    return ScenarioReader.all().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
  }

  private static void play(Scenario scenario) {
    try (InMemoryHerd herd = new InMemoryHerd()) {
      ScenarioPlayer.play(scenario, herd);
    }
  }

  @Test
  void aFailureNamesTheFileTheLineAndBothTexts() {
    Scenario wrong = ScenarioReader.parse("wrong.txt", "servers A\nconnect x A\nx> LLL\nx< LLL\n");
    assertThatThrownBy(() -> play(wrong))
        .hasMessage("wrong.txt:4: x should get 'LLL' but got '? LLL'");
  }

  @Test
  void anAnswerThatTheScenarioDoesNotMentionFailsIt() {
    Scenario silent = ScenarioReader.parse("silent.txt", "servers A\nconnect x A\nx> LLL\n");
    assertThatThrownBy(() -> play(silent)).hasMessageContaining("nothing more but got '? LLL'");
  }

  @Test
  void aDirectiveThatIsNoneIsNamed() {
    assertThatThrownBy(() -> ScenarioReader.parse("odd.txt", "jump alice\n"))
        .hasMessageContaining("odd.txt:1: 'jump'");
  }

  @Test
  void aNamedDeltaIsTheSameWhereverItStands() {
    ScenarioText text = new ScenarioText();
    assertThat(text.matches("AT {delta a} {delta}", "AT +0.500000000 -1.000000000")).isTrue();
    assertThat(text.matches("{delta a}", "+0.500000000")).isTrue();
    assertThat(text.matches("{delta a}", "-1.000000000")).isFalse();
    assertThat(text.matches("{delta}", "0.5")).isFalse();
  }

  @Test
  void escapesStandForBytes() {
    assertThat(ScenarioText.unescape("a\\r\\0\\xfF\\\\{repeat 3 xy}"))
        .isEqualTo("a\r\0\u00ff\\xyxyxy");
  }
}
