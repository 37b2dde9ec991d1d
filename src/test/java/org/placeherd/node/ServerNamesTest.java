package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerNamesTest {
  private final ServerNames servers = new ServerNames();

  private int number(String name) {
    byte[] bytes = ("AT " + name + " +0.5").getBytes(ISO_8859_1);
    return servers.number(bytes, 3, 3 + name.length());
  }

  @Test
  void numbersFollowTheOrderOfFirstMention() {
    assertThat(number("Alford")).isZero();
    assertThat(number("Bolden")).isEqualTo(1);
    assertThat(number("Alford")).isZero();
    assertThat(number("Alfor")).isEqualTo(2);
    assertThat(new String(servers.name(1), ISO_8859_1)).isEqualTo("Bolden");
    assertThat(new String(servers.prefix(1), ISO_8859_1)).isEqualTo("AT Bolden ");
  }

  @Test
  void namesAreBytes() {
    assertThat(number("\u00ff")).isNotEqualTo(number("\u00fe"));
    assertThat(servers.name(0)).containsExactly(0xFF);
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    for (int i = 0; i < ServerNames.MAX_SERVERS; i++) {
      assertThat(number("s" + i)).isEqualTo(i);
    }
    assertThat(number("one-more")).isEqualTo(ServerNames.NONE);
    assertThat(number("s17")).isEqualTo(17);
  }
}
