package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({"Parkr,Parker,1", "kitten,sitting,3", "alford,Alford,0", "'',abc,3", "abc,'',3"})
  void countsEdits(String from, String to, int edits) {
    assertThat(Names.distance(from, to)).isEqualTo(edits);
  }

  @Test
  void findsTheNearestWordButNotAFarOne() {
    List<String> known = List.of("Alford", "Bolden", "Parker");
    assertThat(Names.nearest("Boldne", known)).contains("Bolden");
    assertThat(Names.nearest("Zanzibar", known)).isEmpty();
    assertThat(Names.nearest("x", List.of())).isEmpty();
  }

  @Test
  void endsASentence() {
    assertThat(Names.hint("Parkr", List.of("Alford", "Parker")))
        .isEqualTo("; did you mean Parker? (known: Alford, Parker)");
    assertThat(Names.hint("Zanzibar", List.of("Alford", "Parker")))
        .isEqualTo(" (known: Alford, Parker).");
  }

  @Test
  void showsControlCharactersInsteadOfSendingThemToTheTerminal() {
    assertThat(Names.quoted("a\u001b[2Jé")).isEqualTo("\"a\\u001b[2Jé\"");
  }
}
