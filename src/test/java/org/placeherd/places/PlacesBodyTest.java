package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesBodyTest {
  @Test
  void runsOfNewlinesAreMadeOne() {
    assertThat(checked("{\n\n\"a\":\n\n\n1\n}")).isEqualTo("{\n\"a\":\n1\n}");
  }

  @Test
  void newlinesAtTheEndAreDropped() {
    assertThat(checked("{}\n")).isEqualTo("{}");
    assertThat(checked("{\"a\":1}\r\n\n\n")).isEqualTo("{\"a\":1}");
    assertThat(checked("\n\n {}")).isEqualTo("{}");
  }

  @Test
  void aBodyThatIsFineIsNotCopied() {
    byte[] body = "{\n\"a\":\"é\"\n}".getBytes(UTF_8);
    assertThat(PlacesBody.checked(body)).isSameAs(body);
  }

  @Test
  void whatIsNoJsonObjectIsRefused() {
    for (String body : new String[] {"", "\n\n", "{", "}", "{\"a\":", "[]", "<html>", "null"}) {
      assertThatThrownBy(() -> checked(body)).as(body).hasMessage("body is no JSON object");
    }
  }

  @Test
  void aBodyTooLongIsRefused() {
    byte[] body = new byte[PlacesBody.BYTES_MAX + 1];
    assertThatThrownBy(() -> PlacesBody.checked(body)).hasMessageContaining("2,097,153 bytes");
  }

  @Test
  void anyBodyLeavesAsTheRuleSays() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder body = new StringBuilder("{");
      for (int length = random.nextInt(12); length > 0; length--) {
        body.append("\n\n\na ".charAt(random.nextInt(5)));
      }
      body.append('}').append("\n".repeat(random.nextInt(3)));
      String expected = body.toString().replaceAll("\n{2,}", "\n").replaceAll("\n+$", "");
      assertThat(checked(body.toString())).isEqualTo(expected);
    }
  }

  private static String checked(String body) {
    return new String(PlacesBody.checked(body.getBytes(UTF_8)), UTF_8);
  }
}
