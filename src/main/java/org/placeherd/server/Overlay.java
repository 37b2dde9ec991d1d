package org.placeherd.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The links of a herd whose operator pins none (reliability §1): everyone to everyone in a small
/// herd, six links each in a large one. Every server works them out by itself, so they depend on
/// nothing but the names, in their order.
final class Overlay {
  /// The largest herd in which everyone is linked to everyone.
  static final int MAX_MESH = 32;

  /// Circles through all servers that a larger herd is linked by; each gives a server two links.
  private static final int CIRCLES = 3;

  private Overlay() {}

  /// The links between servers of these names.
  static List<Link> links(List<String> names) {
    return names.size() <= MAX_MESH ? mesh(names) : circles(names);
  }

  private static List<Link> mesh(List<String> names) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        links.add(new Link(names.get(i), other));
      }
    }
    return links;
  }

  /// Circles that share no link, each a random order of all servers: connected though any five
  /// links break, and few hops across.
  private static List<Link> circles(List<String> names) {
    Random random = new Random(names.hashCode()); // an algorithm that its specification fixes
    List<Link> links = new ArrayList<>();
    Set<Set<String>> joined = new HashSet<>();
    List<String> order = new ArrayList<>(names);
    for (int circle = 0; circle < CIRCLES; ) {
      Collections.shuffle(order, random);
      List<Link> more = circle(order);
      if (more.stream().noneMatch(link -> joined.contains(Set.of(link.one(), link.other())))) {
        more.forEach(link -> joined.add(Set.of(link.one(), link.other())));
        links.addAll(more);
        circle++;
      }
    }
    return links;
  }

  private static List<Link> circle(List<String> order) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      links.add(new Link(order.get(i), order.get((i + 1) % order.size())));
    }
    return links;
  }
}
