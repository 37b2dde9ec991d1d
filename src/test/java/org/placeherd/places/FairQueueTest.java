package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue<String> queue = new FairQueue<>(6);

  @Test
  void askersTakeTurns() {
    for (String item : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
      queue.add(item.charAt(0), item);
    }
    assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
  }

  @Test
  void roomIsMadeByWhoHasMost() {
    for (String item : List.of("a1", "a2", "a3", "a4", "b1", "b2")) {
      queue.add(item.charAt(0), item);
    }
    assertThat(queue.add('c', "c1")).contains("a4");
    assertThat(queue.add('a', "a5")).contains("a5");
    assertThat(queue.add('b', "b3")).contains("b3");
    assertThat(queue.size()).isEqualTo(6);
    assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
  }

  @Test
  void whatNeedNotBeDoneIsTakenOut() {
    queue.add(1, "x");
    queue.add(1, "y");
    queue.remove(1, "x");
    queue.remove(2, "z");
    assertThat(all()).containsExactly("y");
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    for (Optional<String> next = queue.poll(); next.isPresent(); next = queue.poll()) {
      all.add(next.get());
    }
    return all;
  }
}
