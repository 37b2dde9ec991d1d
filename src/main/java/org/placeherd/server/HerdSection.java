package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the servers and links of a herd that is no preset, and refuses a herd that could not run.
final class HerdSection {
  /// The keys of `[herd]` that it reads.
  static final List<String> KEYS = List.of("servers", "links");

  /// Longest server name: it becomes part of a file name and of every AT line.
  static final int LONGEST_NAME_BYTES = 64;

  private static final List<String> SERVER_KEYS = List.of("name", "host", "port");
  private static final String LINK_FORMS = "\"Alford-Parker\" or [\"Alford\", \"Parker\"]";
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}/\\\\]");
  private static final ValueRule PORT = new ValueRule.WholeNumber(1, 65_535);

  private final HerdConfigFile file;
  private final JsonNode herd;

  HerdSection(HerdConfigFile file, JsonNode herd) {
    this.file = file;
    this.herd = herd;
  }

  /// The servers in the order of the file; empty if the file has none and so relies on a preset.
  List<ServerAddress> servers() throws StartupException {
    List<ServerAddress> servers = new ArrayList<>();
    if (!herd.has("servers")) {
      return servers;
    }
    JsonNode list = herd.get("servers");
    if (!list.isArray()) {
      throw usage("herd.servers", "must be a list: write [[herd.servers]] above each server");
    }
    if (list.isEmpty()) {
      throw usage("herd.servers", "is empty; a herd needs one server at least");
    }
    for (JsonNode entry : list) {
      servers.add(server("herd.servers[" + servers.size() + "]", entry, servers));
    }
    return servers;
  }

  private ServerAddress server(String path, JsonNode entry, List<ServerAddress> before)
      throws StartupException {
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (!SERVER_KEYS.contains(field.getKey())) {
        throw file.unknownKey(path, field.getKey(), SERVER_KEYS);
      }
    }
    for (String key : SERVER_KEYS) {
      if (!entry.has(key)) {
        throw usage(path, "needs a " + key + "; every server has a name, a host and a port");
      }
    }
    ServerAddress server =
        new ServerAddress(
            name(path + ".name", entry.get("name")),
            host(path + ".host", entry.get("host")),
            Integer.parseInt(PORT.fromToml(file.where(path + ".port"), entry.get("port"))));
    requireNew(path, server, before);
    return server;
  }

  private String name(String path, JsonNode value) throws StartupException {
    String name = new ValueRule.Text().fromToml(file.where(path), value);
    if (NOT_IN_A_NAME.matcher(name).find()) {
      throw usage(
          path,
          "is "
              + Names.quoted(name)
              + "; a name becomes part of a file name and of every AT line, so it may hold no"
              + " white space, control character or path separator");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
      throw usage(path, "is longer than " + LONGEST_NAME_BYTES + " bytes; choose a shorter name");
    }
    if (name.equals("-")) {
      throw usage(path, "is \"-\", which means nobody in a greeting; choose another name");
    }
    return name;
  }

  private String host(String path, JsonNode value) throws StartupException {
    String host = new ValueRule.Text().fromToml(file.where(path), value);
    if (!HostText.isHost(host)) {
      throw usage(
          path,
          "is "
              + Names.quoted(host)
              + ", which is neither a host name nor an IPv4 or IPv6 address (no brackets, no port)");
    }
    return host;
  }

  private void requireNew(String path, ServerAddress server, List<ServerAddress> before)
      throws StartupException {
    for (ServerAddress other : before) {
      if (other.name().equals(server.name())) {
        throw usage(path, "is a second server named " + server.name() + "; names must differ");
      }
      if (other.hostAndPort().equalsIgnoreCase(server.hostAndPort())) {
        throw usage(
            path,
            "puts "
                + server.name()
                + " on "
                + server.hostAndPort()
                + ", where "
                + other.name()
                + " is already; choose another port");
      }
    }
  }

  /// The links between `servers`; where the file has none, those of [Overlay].
  List<Link> links(List<ServerAddress> servers) throws StartupException {
    List<Link> links = new ArrayList<>();
    if (!herd.has("links")) {
      return Overlay.links(servers.stream().map(ServerAddress::name).toList());
    }
    if (servers.isEmpty()) {
      throw usage("herd.links", "needs herd.servers; a preset has its own links");
    }
    JsonNode list = herd.get("links");
    if (!list.isArray()) {
      throw usage("herd.links", "must be a list of links, each written as " + LINK_FORMS);
    }
    List<String> names = servers.stream().map(ServerAddress::name).toList();
    for (JsonNode entry : list) {
      Link link = link(entry, names);
      if (link.one().equals(link.other())) {
        throw usage("herd.links", "links " + link.one() + " to itself; remove " + link);
      }
      if (links.stream().anyMatch(link::joinsTheSameAs)) {
        throw usage("herd.links", "holds the link " + link + " twice; remove one");
      }
      links.add(link);
    }
    return links;
  }

  private Link link(JsonNode entry, List<String> names) throws StartupException {
    if (entry.isTextual()) {
      return link(entry.asText(), names);
    }
    if (!entry.isArray()
        || entry.size() != 2
        || !entry.get(0).isTextual()
        || !entry.get(1).isTextual()) {
      throw usage(
          "herd.links", "holds " + ValueRule.shown(entry) + "; write a link as " + LINK_FORMS);
    }
    return new Link(known(entry.get(0).asText(), names), known(entry.get(1).asText(), names));
  }

  /// Names may hold hyphens, so the one to split at is the one with a server on each side.
  private Link link(String text, List<String> names) throws StartupException {
    List<Link> readings = new ArrayList<>();
    for (int hyphen = text.indexOf('-'); hyphen >= 0; hyphen = text.indexOf('-', hyphen + 1)) {
      Link reading = new Link(text.substring(0, hyphen), text.substring(hyphen + 1));
      if (names.contains(reading.one()) && names.contains(reading.other())) {
        readings.add(reading);
      }
    }
    if (readings.size() == 1) {
      return readings.get(0);
    }
    int hyphen = text.indexOf('-');
    if (readings.isEmpty() && hyphen >= 0 && hyphen == text.lastIndexOf('-')) {
      return new Link(
          known(text.substring(0, hyphen), names), known(text.substring(hyphen + 1), names));
    }
    throw usage(
        "herd.links",
        "holds "
            + Names.quoted(text)
            + (readings.isEmpty()
                ? ", which joins no two servers"
                : ", which can be read in two ways")
            + "; write a link as "
            + LINK_FORMS);
  }

  private String known(String name, List<String> names) throws StartupException {
    if (!names.contains(name)) {
      throw StartupException.usage(
          file.where("herd.links")
              + " links to "
              + Names.quoted(name)
              + ", but there is no such server"
              + Names.hint(name, names));
    }
    return name;
  }

  private StartupException usage(String path, String problem) {
    return StartupException.usage(file.where(path) + " " + problem + ".");
  }
}
