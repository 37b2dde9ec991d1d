package org.placeherd.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The herds that exist (protocol.md §6), on loopback with consecutive ports.
public final class Presets {
  /// The preset where none is named: the herd of the paper.
  public static final String DEFAULT = "w16";

  /// The port of a preset's first server where none is set.
  public static final int DEFAULT_PORT_BASE = 12490;

  private static final String HOST = "127.0.0.1";

  private record Preset(String name, String servers, String links) {}

  private static final List<Preset> ALL =
      List.of(
          new Preset(
              "w14",
              "Farmar Gasol Hill Meeks Young",
              "Farmar-Meeks Farmar-Young Gasol-Meeks Gasol-Young Hill-Meeks"),
          new Preset(
              "f15",
              "Alford Bolden Hamilton Parker Powell",
              "Alford-Parker Alford-Powell Bolden-Parker Bolden-Powell Hamilton-Parker"),
          new Preset(
              "w16",
              "Alford Bolden Hamilton Parker Welsh",
              "Alford-Parker Alford-Welsh Bolden-Parker Bolden-Welsh Hamilton-Parker"),
          new Preset(
              "f16",
              "Alford Ball Hamilton Holiday Welsh",
              "Alford-Hamilton Hamilton-Holiday Holiday-Ball Ball-Welsh Welsh-Alford"),
          new Preset(
              "s18",
              "Goloman Hands Holiday Welsh Wilkes",
              "Goloman-Hands Goloman-Holiday Goloman-Wilkes Hands-Wilkes Holiday-Welsh"
                  + " Holiday-Wilkes"),
          new Preset(
              "w20",
              "Hill Jaquez Smith Campbell Singleton",
              "Hill-Jaquez Hill-Smith Singleton-Jaquez Singleton-Smith Singleton-Campbell"
                  + " Smith-Campbell"),
          new Preset(
              "s21",
              "Riley Jaquez Juzang Campbell Bernard",
              "Riley-Jaquez Riley-Juzang Bernard-Jaquez Bernard-Juzang Bernard-Campbell"
                  + " Juzang-Campbell"),
          new Preset(
              "w22",
              "Juzang Bernard Jaquez Johnson Clark",
              "Clark-Jaquez Clark-Juzang Bernard-Juzang Bernard-Jaquez Bernard-Johnson"
                  + " Juzang-Johnson"),
          new Preset(
              "s23",
              "Bailey Bona Campbell Clark Jaquez",
              "Clark-Jaquez Clark-Bona Campbell-Bailey Campbell-Bona Campbell-Jaquez"
                  + " Bona-Bailey"));

  private Presets() {}

  /// The names of all presets.
  public static List<String> names() {
    return ALL.stream().map(Preset::name).toList();
  }

  /// The herd of that name, its servers on `portBase`, `portBase` + 1 and so on in the preset's
  /// order; empty if there is no such preset.
  public static Optional<HerdConfig> herd(String name, int portBase) {
    return ALL.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .map(preset -> HerdConfig.of(servers(preset, portBase), links(preset)));
  }

  private static List<ServerAddress> servers(Preset preset, int portBase) {
    List<ServerAddress> servers = new ArrayList<>();
    for (String server : preset.servers().split(" ", -1)) {
      servers.add(new ServerAddress(server, HOST, portBase + servers.size()));
    }
    return servers;
  }

  private static List<Link> links(Preset preset) {
    return Stream.of(preset.links().split(" ", -1))
        .map(link -> link.split("-", -1))
        .map(ends -> new Link(ends[0], ends[1]))
        .toList();
  }
}
