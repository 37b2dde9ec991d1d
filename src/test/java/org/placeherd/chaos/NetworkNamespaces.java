package org.placeherd.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.placeherd.chaos.HerdOfProcesses.Place;

/// A network of the system's own for each server of a herd, so that links between them can be taken
/// down below TCP: packets vanish, and nobody is told.
///
/// Each namespace has two links: one to a bridge, where the other servers are, and one to this
/// machine, where the clients are. The server's address is on neither, so that it outlives both.
final class NetworkNamespaces implements AutoCloseable {
  /// Of private use; nothing of it leaves this machine.
  private static final String NET = "10.213.";

  private static final int BRIDGES = 2;

  /// Begins every name, so that two builds on a machine do not meet. Names of links have at most 15
  /// characters.
  private final String prefix = "ph" + ProcessHandle.current().pid() % 100_000;

  /// Whatever becomes of this process, nothing is left behind.
  private final Thread cleaner = new Thread(this::remove);

  private NetworkNamespaces() {}

  /// Why there can be none on this machine, or nothing if there can.
  static Optional<String> hindrance() throws InterruptedException {
    NetworkNamespaces probe = new NetworkNamespaces();
    String name = probe.prefix + "try";
    for (List<String> command :
        List.of(
            List.of("ip", "netns", "add", name),
            List.of("ip", "link", "add", name, "type", "bridge"))) {
      CommandLine attempt = CommandLine.attempt(command.toArray(String[]::new));
      if (!attempt.worked()) {
        CommandLine.attempt("ip", "netns", "del", name);
        return Optional.of(String.join(" ", command) + ": " + attempt.output());
      }
    }
    CommandLine.run("ip", "link", "del", name);
    CommandLine.run("ip", "netns", "del", name);
    return Optional.empty();
  }

  /// Makes a namespace for each of the names, all of them on one bridge.
  static NetworkNamespaces create(List<String> names) throws InterruptedException {
    NetworkNamespaces made = new NetworkNamespaces();
    Runtime.getRuntime().addShutdownHook(made.cleaner);
    for (int bridge = 0; bridge < BRIDGES; bridge++) {
      ip("link add " + made.bridge(bridge) + " type bridge");
      ip("link set " + made.bridge(bridge) + " up");
    }
    for (int number = 0; number < names.size(); number++) {
      made.add(number, names.size());
    }
    return made;
  }

  private void add(int number, int servers) throws InterruptedException {
    String inside = "-n " + namespace(number) + " ";
    ip("netns add " + namespace(number));
    ip("link add " + herdLink(number) + " type veth peer name herd netns " + namespace(number));
    ip("link add " + clientLink(number) + " type veth peer name client netns " + namespace(number));
    ip(inside + "address add " + address(number) + "/32 dev lo");
    ip(inside + "address add " + NET + "1." + (number + 1) + "/24 dev herd");
    ip(inside + "address add " + NET + (100 + number) + ".1/24 dev client");
    for (String link : List.of("lo", "herd", "client")) {
      ip(inside + "link set " + link + " up");
    }
    for (int other = 0; other < servers; other++) {
      if (other != number) {
        ip(
            inside
                + "route add "
                + address(other)
                + " via "
                + NET
                + "1."
                + (other + 1)
                + " src "
                + address(number));
      }
    }
    ip("address add " + NET + (100 + number) + ".2/24 dev " + clientLink(number));
    ip("link set " + clientLink(number) + " up");
    ip("link set " + herdLink(number) + " master " + bridge(0) + " up");
    ip("route add " + address(number) + " via " + NET + (100 + number) + ".1");
  }

  /// Where the server of that number runs.
  Place place(int number) {
    return new Place(address(number), List.of("ip", "netns", "exec", namespace(number)));
  }

  /// Takes these servers away from the others: one alone loses its link, several get a bridge of
  /// their own.
  void separate(Set<Integer> numbers) throws InterruptedException {
    for (int number : numbers) {
      ip(
          numbers.size() == 1
              ? "link set " + herdLink(number) + " down"
              : "link set " + herdLink(number) + " master " + bridge(1));
    }
  }

  /// Puts these back to the others.
  void join(Set<Integer> numbers) throws InterruptedException {
    for (int number : numbers) {
      ip("link set " + herdLink(number) + " master " + bridge(0) + " up");
    }
  }

  private static String address(int number) {
    return NET + "0." + (number + 1);
  }

  private String namespace(int number) {
    return prefix + "n" + number;
  }

  private String herdLink(int number) {
    return prefix + "h" + number;
  }

  private String clientLink(int number) {
    return prefix + "c" + number;
  }

  private String bridge(int number) {
    return prefix + "b" + number;
  }

  private static void ip(String words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words.split(" ", -1)));
    CommandLine.run(command.toArray(String[]::new));
  }

  /// Removes all of it.
  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(cleaner);
  }

  private void remove() {
    try {
      for (int number = 0; number < HerdOfProcesses.NAMES.size(); number++) {
        CommandLine.attempt("ip", "netns", "del", namespace(number));
        CommandLine.attempt("ip", "link", "del", clientLink(number));
        CommandLine.attempt("ip", "link", "del", herdLink(number));
      }
      for (int bridge = 0; bridge < BRIDGES; bridge++) {
        CommandLine.attempt("ip", "link", "del", bridge(bridge));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
