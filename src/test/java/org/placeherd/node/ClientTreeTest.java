package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.PackedPosition;

class ClientTreeTest {
  private static final long LATITUDES = 1_800_000_000L;
  private static final long LONGITUDES = 3_600_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ClientTree tree = new ClientTree();
  private final Map<Integer, Long> positions = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(5);

  private static long pack(long latitudeUnits, long longitudeUnits) {
    return Math.clamp(latitudeUnits, 0, LATITUDES) << 32
        | Math.clamp(longitudeUnits, 0, LONGITUDES);
  }

  private long position(int client) {
    return positions.getOrDefault(client, 0L);
  }

  private long anywhere() {
    return pack(random.nextLong(LATITUDES + 1), random.nextLong(LONGITUDES + 1));
  }

  private long nearby(long position, long units) {
    return pack(
        (position >>> 32) + random.nextLong(-units, units + 1),
        (position & 0xFFFF_FFFFL) + random.nextLong(-units, units + 1));
  }

  private void add(int client, long position) {
    tree.add(client, position);
    positions.put(client, position);
  }

  private void move(int client, long position) {
    tree.move(client, position);
    positions.put(client, position);
  }

  private void remove(int client) {
    tree.remove(client);
    positions.remove(client);
  }

  /// Every client is in the leaf that covers it, and no leaf is too full or too empty.
  private void check() {
    List<Integer> seen = new ArrayList<>();
    assertThat(check(ClientTree.ROOT, 0, 0, 0, seen)).isEqualTo(positions.size());
    assertThat(seen).hasSize(positions.size());
    // Plain equality, for AssertJ compares lists each with each.
    assertThat(new HashSet<>(seen).equals(positions.keySet())).isTrue();
    assertThat(tree.size()).isEqualTo(positions.size());
  }

  private int check(int node, int level, long south, long west, List<Integer> seen) {
    if (tree.isLeaf(node)) {
      return checkLeaf(node, level, south, west, seen);
    }
    long side = 1L << (ClientTree.MAX_LEVEL - 1 - level);
    int count = 0;
    for (int quarter = 0; quarter < 4; quarter++) {
      int child = tree.child(node, quarter);
      if (child != ClientTree.NONE) {
        int there =
            check(child, level + 1, south + quarter / 2 * side, west + quarter % 2 * side, seen);
        assertThat(there).isPositive();
        count += there;
      }
    }
    assertThat(count).isGreaterThan(ClientTree.LEAF_CLIENTS / 2);
    return count;
  }

  private int checkLeaf(int node, int level, long south, long west, List<Integer> seen) {
    int count = 0;
    for (int client = tree.first(node); client >= 0; client = tree.next(client)) {
      long latitude = tree.latitudeWord(client) & ~PackedPosition.INEXACT;
      long longitude = tree.longitudeWord(client) & 0xFFFF_FFFFL;
      assertThat(tree.latitudeWord(client)).isEqualTo((int) (position(client) >>> 32));
      assertThat(longitude).isEqualTo(position(client) & 0xFFFF_FFFFL);
      long side = 1L << (ClientTree.MAX_LEVEL - level);
      assertThat(latitude).isBetween(south, south + side - 1);
      assertThat(longitude).isBetween(west, west + side - 1);
      seen.add(client);
      count++;
    }
    if (level < ClientTree.MAX_LEVEL) {
      assertThat(count).isLessThanOrEqualTo(ClientTree.LEAF_CLIENTS);
    }
    return count;
  }

  @Test
  void anEmptyTreeHasNobody() {
    check();
    add(0, anywhere());
    remove(0);
    check();
    add(0, anywhere());
    check();
  }

  @Test
  void clientsComeMoveAndGo() {
    List<LongSupplier> ways =
        List.of(
            this::anywhere,
            () -> pack(900_000_000L, 1_800_000_000L),
            () -> nearby(pack(1_380_000_000L, 1_915_000_000L), 40),
            () -> nearby(pack(0, 0), 1_000_000),
            () -> nearby(pack(LATITUDES, LONGITUDES), 1_000_000),
            () -> anywhere() | 1L << 63);
    for (int step = 0; step < 60_000; step++) {
      int client = random.nextInt(2_000);
      long position = ways.get(random.nextInt(ways.size())).getAsLong();
      if (!positions.containsKey(client)) {
        add(client, position);
      } else if (random.nextInt(5) == 0) {
        remove(client);
      } else if (random.nextInt(3) == 0) {
        move(client, position);
      } else {
        move(client, nearby(position(client) & Long.MAX_VALUE, 100_000));
      }
      if (step % 2_000 == 0) {
        check();
      }
    }
    check();
    List.copyOf(positions.keySet()).forEach(this::remove);
    check();
    assertThat(tree.isLeaf(ClientTree.ROOT)).isTrue();
  }

  @Test
  void manyInOnePlaceAreOneLeafThatIsLeftAgain() {
    long square = pack(1_381_364_000L, 1_915_756_000L);
    for (int client = 0; client < 50_000; client++) {
      add(client, square);
    }
    check();
    long bytes = tree.bytes();
    for (int client = 0; client < 50_000; client++) {
      move(client, anywhere());
    }
    check();
    assertThat(tree.bytes()).isGreaterThan(bytes);
    for (int client = 0; client < 50_000; client++) {
      move(client, square);
    }
    check();
  }

  /// Nodes that are left are used again.
  @Test
  void wanderingClientsDoNotMakeTheTreeGrow() {
    for (int client = 0; client < 20_000; client++) {
      add(client, anywhere());
    }
    long bytes = tree.bytes();
    for (int round = 0; round < 20; round++) {
      for (int client = 0; client < 20_000; client++) {
        move(client, anywhere());
      }
    }
    check();
    assertThat(tree.bytes()).isLessThan(bytes * 3 / 2);
  }

  @Test
  void movesAllocateNothing() {
    for (int client = 0; client < 20_000; client++) {
      add(client, anywhere());
    }
    moveAll();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    moveAll();
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    // A page of nodes now and then, as the tree's shape changes by chance.
    assertThat(allocated).isLessThan(100_000);
  }

  private void moveAll() {
    for (int round = 0; round < 20; round++) {
      for (int client = 0; client < 20_000; client++) {
        tree.move(client, anywhere());
      }
    }
  }
}
