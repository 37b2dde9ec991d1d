package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.placeherd.node.Spread;

/// Who is joined with whom.
///
/// @param servers the names of the servers
/// @param links pairs of their numbers, the smaller first
/// @param spread how reports get around
record HerdGraph(List<String> servers, Set<Link> links, Spread spread) {
  private static final List<String> NAMES =
      List.of("Alford", "Bolden", "Hamilton", "Parker", "Welsh", "Ball", "Holiday");

  /// A link between two servers, both ways.
  record Link(int one, int other) {
    static Link between(int some, int other) {
      return new Link(Math.min(some, other), Math.max(some, other));
    }

    boolean touches(int server) {
      return server == one || server == other;
    }
  }

  HerdGraph {
    servers = List.copyOf(servers);
    links = Collections.unmodifiableSet(new LinkedHashSet<>(links));
  }

  private static HerdGraph of(int count, Set<Link> links) {
    List<String> names =
        IntStream.range(0, count)
            .mapToObj(i -> i < NAMES.size() ? NAMES.get(i) : "Server" + i)
            .toList();
    return new HerdGraph(names, links, Spread.FLOOD);
  }

  /// The same servers and links.
  HerdGraph with(Spread other) {
    return new HerdGraph(servers, links, other);
  }

  /// Alford, Bolden, Hamilton, Parker and Welsh, as the paper has them.
  static HerdGraph ofThePaper() {
    return of(
        5, Set.of(new Link(0, 3), new Link(0, 4), new Link(1, 3), new Link(1, 4), new Link(2, 3)));
  }

  /// Everybody with everybody.
  static HerdGraph mesh(int count) {
    Set<Link> links = new LinkedHashSet<>();
    for (int i = 1; i < count; i++) {
      for (int j = 0; j < i; j++) {
        links.add(new Link(j, i));
      }
    }
    return of(count, links);
  }

  /// Each server with one before it, and so many in a hundred of all other links.
  static HerdGraph connected(int count, int percentMore, Chance chance) {
    Set<Link> links = new LinkedHashSet<>();
    for (int i = 1; i < count; i++) {
      links.add(new Link(chance.between(0, i - 1), i));
      for (int j = 0; j < i; j++) {
        if (chance.percent(percentMore)) {
          links.add(new Link(j, i));
        }
      }
    }
    return of(count, links);
  }

  /// As many rings through all servers, each in an order of its own, as give everybody `degree`
  /// neighbours.
  ///
  /// @param degree even, and well below `count`
  static HerdGraph regular(int count, int degree, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Set<Link> links = new LinkedHashSet<>();
    while (links.size() < count * degree / 2) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(order, random);
      Set<Link> ring = new LinkedHashSet<>();
      for (int i = 0; i < count; i++) {
        ring.add(Link.between(order.get(i), order.get((i + 1) % count)));
      }
      if (Collections.disjoint(ring, links)) {
        links.addAll(ring);
      }
    }
    return of(count, links);
  }

  /// The numbers of a server's neighbours.
  List<Integer> neighbours(int server) {
    return links.stream()
        .filter(link -> link.touches(server))
        .map(link -> link.one() == server ? link.other() : link.one())
        .toList();
  }
}
