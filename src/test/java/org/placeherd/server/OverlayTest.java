package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.node.Spread;

/// The links of a herd for which nobody pins any.
class OverlayTest {
  private static HerdConfig herd(int servers) {
    List<ServerAddress> addresses =
        IntStream.range(0, servers)
            .mapToObj(i -> new ServerAddress("S" + i, "127.0.0.1", 20_000 + i))
            .toList();
    return HerdConfig.of(
        addresses, Overlay.links(addresses.stream().map(ServerAddress::name).toList()));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "5, 10", "32, 496"})
  void inASmallHerdEveryoneIsLinkedToEveryone(int servers, int links) {
    assertThat(herd(servers).links()).hasSize(links);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 50, 200})
  void inALargeHerdEveryoneHasSixLinksAndReachesAll(int servers) {
    HerdConfig herd = herd(servers);
    for (String name : herd.serverNames()) {
      assertThat(herd.neighboursOf(name)).hasSize(6);
    }
    Set<String> reached = new HashSet<>(Set.of("S0"));
    Queue<String> toVisit = new ArrayDeque<>(reached);
    while (!toVisit.isEmpty()) {
      for (ServerAddress next : herd.neighboursOf(toVisit.remove())) {
        if (reached.add(next.name())) {
          toVisit.add(next.name());
        }
      }
    }
    assertThat(reached).hasSize(servers);
    assertThat(herd.links()).as("on every server the same").isEqualTo(herd(servers).links());
  }

  @Test
  void theGraphDecidesHowReportsSpread() throws Exception {
    assertThat(herd(2).spread()).isEqualTo(Spread.FLOOD);
    assertThat(herd(5).spread()).isEqualTo(Spread.ONE_HOP);
    assertThat(herd(50).spread()).isEqualTo(Spread.TREE);
    for (String preset : Presets.names()) {
      assertThat(Presets.herd(preset, 20_000).orElseThrow().spread()).isEqualTo(Spread.FLOOD);
    }
  }

  @Test
  void aFileWithoutLinksGetsThem() throws Exception {
    String servers =
        """
        [[herd.servers]]
        name = "A"
        host = "127.0.0.1"
        port = 7001
        [[herd.servers]]
        name = "B"
        host = "127.0.0.1"
        port = 7002
        """;
    assertThat(HerdConfigFile.parse("a.toml", servers).links()).containsExactly(new Link("A", "B"));
    assertThat(HerdConfigFile.parse("a.toml", "[herd]\nlinks = []\n" + servers).links()).isEmpty();
  }
}
