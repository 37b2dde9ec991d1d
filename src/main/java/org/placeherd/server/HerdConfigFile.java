package org.placeherd.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.placeherd.places.PlacesProviders;

/// Reads one TOML file. It is walked by hand, so that every error names the file, the line and the
/// key, and says what is allowed there.
final class HerdConfigFile {
  /// Largest file read: a herd of ten thousand servers fits.
  static final int MAXIMUM_BYTES = 4 << 20;

  /// What a file says. Servers and links are empty where it relies on a preset.
  record Contents(List<Setting> settings, List<ServerAddress> servers, List<Link> links) {
    static final Contents NONE = new Contents(List.of(), List.of(), List.of());
  }

  private static final List<String> SECTIONS =
      Stream.of(ConfigKey.values())
          .map(ConfigKey::section)
          .filter(section -> !section.equals(ConfigKey.SOURCES))
          .distinct()
          .toList();

  private static final List<String> SOURCE_NAMES = PlacesProviders.sourceNames();

  private final String fileName;
  private final TomlLines lines;
  private final List<Setting> settings = new ArrayList<>();

  private HerdConfigFile(String fileName, TomlLines lines) {
    this.fileName = fileName;
    this.lines = lines;
  }

  /// Reads the file.
  ///
  /// @throws StartupException if it cannot be read, is no TOML, or says something that is not
  ///   allowed
  static Contents read(Path file) throws StartupException {
    return parse(String.valueOf(file.getFileName()), text(file));
  }

  static Contents parse(String fileName, String toml) throws StartupException {
    return new HerdConfigFile(fileName, new TomlLines(toml)).contents(tree(fileName, toml));
  }

  private static String text(Path file) throws StartupException {
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw StartupException.usage(
            file + " is larger than " + MAXIMUM_BYTES + " bytes; is it a configuration file?");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw StartupException.usage("There is no file " + file + "; give --config one that exists.");
    } catch (CharacterCodingException e) {
      throw StartupException.usage(file + " is not UTF-8 text, as TOML must be.");
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a directory" : "check its permissions";
      throw StartupException.failure("Cannot read " + file + ": " + reason + ".", e);
    }
  }

  private static JsonNode tree(String fileName, String toml) throws StartupException {
    try {
      return new TomlMapper().readTree(toml);
    } catch (JacksonException e) {
      var location = e.getLocation();
      throw StartupException.usage(
          fileName
              + (location == null ? "" : " line " + location.getLineNr())
              + " is not valid TOML: "
              + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("no reason given")
              + ".");
    }
  }

  private Contents contents(JsonNode root) throws StartupException {
    List<ServerAddress> servers = List.of();
    List<Link> links = List.of();
    for (Map.Entry<String, JsonNode> section : root.properties()) {
      String name = section.getKey();
      if (!SECTIONS.contains(name)) {
        throw unknownSection(name);
      }
      requireTable(name, section.getValue());
      if (name.equals(ConfigKey.PEERS)) {
        readPeers(section.getValue());
      } else {
        readTable(name, name, section.getValue());
      }
    }
    if (root.has("herd")) {
      HerdSection herd = new HerdSection(this, root.get("herd"));
      servers = herd.servers();
      links = herd.links(servers);
    }
    return new Contents(settings, servers, links);
  }

  private void readPeers(JsonNode peers) throws StartupException {
    for (Map.Entry<String, JsonNode> peer : peers.properties()) {
      String path = ConfigKey.PEERS + "." + peer.getKey();
      requireTable(path, peer.getValue());
      readTable(ConfigKey.PEERS, path, peer.getValue());
    }
  }

  private void readTable(String section, String path, JsonNode table) throws StartupException {
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      String keyPath = path + "." + entry.getKey();
      if (section.equals("herd") && HerdSection.KEYS.contains(entry.getKey())) {
        continue;
      }
      if (section.equals(ConfigKey.PLACES)
          && (entry.getValue().isObject() || SOURCE_NAMES.contains(entry.getKey()))) {
        readSource(keyPath, entry.getKey(), entry.getValue());
        continue;
      }
      ConfigKey key =
          ConfigKey.find(section, entry.getKey())
              .orElseThrow(() -> unknownKey(section, path, entry.getKey()));
      String value = key.rule().fromToml(where(keyPath), entry.getValue());
      settings.add(new Setting(key, keyPath, value, fileName + lines.of(keyPath)));
    }
  }

  private void readSource(String path, String source, JsonNode table) throws StartupException {
    if (!SOURCE_NAMES.contains(source)) {
      throw StartupException.usage(
          where(path) + " is no source of places" + Names.hint(source, SOURCE_NAMES));
    }
    requireTable(path, table);
    readTable(ConfigKey.SOURCES, path, table);
  }

  private void requireTable(String path, JsonNode value) throws StartupException {
    if (!value.isObject()) {
      throw StartupException.usage(
          where(path) + " must be a table: write [" + path + "] on a line of its own.");
    }
  }

  /// What an error about a key begins with.
  String where(String path) {
    return fileName + lines.of(path) + ": " + path;
  }

  /// The error for a key that does not exist, with the nearest that does.
  StartupException unknownKey(String path, String key, List<String> known) {
    return StartupException.usage(
        where(path + "." + key) + " is not a key" + Names.hint(key, known));
  }

  private StartupException unknownKey(String section, String path, String key) {
    List<String> known =
        new ArrayList<>(ConfigKey.of(section).stream().map(ConfigKey::key).toList());
    if (section.equals("herd")) {
      known.addAll(HerdSection.KEYS);
    }
    boolean isHalfWritten = known.stream().anyMatch(name -> name.startsWith(key));
    return !isHalfWritten && Names.nearest(key, known).isEmpty() && sectionOf(key).isPresent()
        ? misplaced(path + "." + key, sectionOf(key).get())
        : unknownKey(path, key, known);
  }

  private StartupException unknownSection(String name) {
    return sectionOf(name)
        .map(section -> misplaced(name, section))
        .orElseGet(() ->
            StartupException.usage(where(name) + " is not a section" + Names.hint(name, SECTIONS)));
  }

  private StartupException misplaced(String path, String section) {
    String table = section.equals(ConfigKey.PEERS) ? "peers.<server>" : section;
    return StartupException.usage(
        where(path) + " is in the wrong place; move it to [" + table + "].");
  }

  private static Optional<String> sectionOf(String key) {
    return HerdSection.KEYS.contains(key)
        ? Optional.of("herd")
        : Stream.of(ConfigKey.values())
            .filter(known -> known.key().equals(key))
            .map(ConfigKey::section)
            .findFirst();
  }
}
