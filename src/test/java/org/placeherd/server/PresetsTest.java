package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          w14, Farmar Gasol Hill Meeks Young, Farmar-Meeks Farmar-Young Gasol-Meeks Gasol-Young Hill-Meeks
          f15, Alford Bolden Hamilton Parker Powell, Alford-Parker Alford-Powell Bolden-Parker Bolden-Powell Hamilton-Parker
          w16, Alford Bolden Hamilton Parker Welsh, Alford-Parker Alford-Welsh Bolden-Parker Bolden-Welsh Hamilton-Parker
          f16, Alford Ball Hamilton Holiday Welsh, Alford-Hamilton Hamilton-Holiday Holiday-Ball Ball-Welsh Welsh-Alford
          s18, Goloman Hands Holiday Welsh Wilkes, Goloman-Hands Goloman-Holiday Goloman-Wilkes Hands-Wilkes Holiday-Welsh Holiday-Wilkes
          w20, Hill Jaquez Smith Campbell Singleton, Hill-Jaquez Hill-Smith Singleton-Jaquez Singleton-Smith Singleton-Campbell Smith-Campbell
          s21, Riley Jaquez Juzang Campbell Bernard, Riley-Jaquez Riley-Juzang Bernard-Jaquez Bernard-Juzang Bernard-Campbell Juzang-Campbell
          w22, Juzang Bernard Jaquez Johnson Clark, Clark-Jaquez Clark-Juzang Bernard-Juzang Bernard-Jaquez Bernard-Johnson Juzang-Johnson
          s23, Bailey Bona Campbell Clark Jaquez, Clark-Jaquez Clark-Bona Campbell-Bailey Campbell-Bona Campbell-Jaquez Bona-Bailey
          """)
  void isTheHerdOfTheProtocol(String name, String servers, String links) {
    HerdConfig herd = Presets.herd(name, 12490).orElseThrow();
    assertThat(String.join(" ", herd.serverNames())).isEqualTo(servers);
    assertThat(herd.links()).map(Link::toString).containsExactly(links.split(" ", -1));
    assertThat(herd.servers())
        .map(ServerAddress::port)
        .containsExactlyElementsOf(IntStream.range(12490, 12495).boxed().toList());
    assertThat(herd.isLoopbackOnly()).isTrue();
  }

  @Test
  void areNine() {
    assertThat(Presets.names())
        .containsExactly("w14", "f15", "w16", "f16", "s18", "w20", "s21", "w22", "s23");
    assertThat(Presets.herd("w15", 12490)).isEmpty();
  }

  @Test
  void neighboursFollowLinksBothWays() {
    HerdConfig herd = Presets.herd("w16", 12490).orElseThrow();
    assertThat(names(herd.neighboursOf("Parker"))).containsExactly("Alford", "Bolden", "Hamilton");
    assertThat(names(herd.neighboursOf("Hamilton"))).containsExactly("Parker");
    assertThat(herd.server("Welsh").orElseThrow())
        .isEqualTo(new ServerAddress("Welsh", "127.0.0.1", 12494));
  }

  private static List<String> names(List<ServerAddress> servers) {
    return servers.stream().map(ServerAddress::name).toList();
  }
}
