package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Clients wait once each, in the order of first mention.
class ClientSetTest {
  private final ClientSet clients = new ClientSet();

  private List<Integer> takeAll() {
    List<Integer> taken = new ArrayList<>();
    for (int client = clients.take(); client >= 0; client = clients.take()) {
      taken.add(client);
    }
    return taken;
  }

  @Test
  void aClientWaitsOnce() {
    assertThat(clients.add(5)).as("there was nothing before").isTrue();
    assertThat(clients.add(7)).isFalse();
    assertThat(clients.add(5)).isFalse();
    assertThat(clients.size()).isEqualTo(2);
    assertThat(takeAll()).containsExactly(5, 7);
    assertThat(clients.add(5)).as("it was taken, so it may wait again").isTrue();
    assertThat(takeAll()).containsExactly(5);
  }

  @Test
  void theRingGrowsAndWraps() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Integer> waiting = new LinkedHashSet<>();
    for (int i = 0; i < 200_000; i++) {
      boolean growing = i / 20_000 % 2 == 0;
      if (random.nextInt(100) < (growing ? 60 : 40)) {
        int client = random.nextInt(5_000);
        clients.add(client);
        waiting.add(client);
      } else {
        int next = waiting.isEmpty() ? ClientSet.NOBODY : waiting.iterator().next();
        assertThat(clients.take()).isEqualTo(next);
        waiting.remove(next);
      }
      assertThat(clients.size()).isEqualTo(waiting.size());
      assertThat(clients.ahead(3))
          .isEqualTo(waiting.stream().skip(3).findFirst().orElse(ClientSet.NOBODY));
    }
    assertThat(takeAll()).containsExactlyElementsOf(waiting);
  }

  @Test
  void highNumbersFindRoom() {
    clients.add(10_000_000);
    clients.add(0);
    assertThat(takeAll()).containsExactly(10_000_000, 0);
  }

  @Test
  void nobodyIsThoughtToWaitInASetThatWasCleared() {
    IntStream.range(0, 200).forEach(clients::add);
    clients.take();
    clients.clear();
    assertThat(clients.size()).isZero();
    assertThat(clients.take()).isEqualTo(ClientSet.NOBODY);
    assertThat(IntStream.range(0, 200).filter(clients::add).boxed()).containsExactly(0);
    assertThat(takeAll()).hasSize(200);
  }
}
