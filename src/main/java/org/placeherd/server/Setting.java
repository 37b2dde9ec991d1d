package org.placeherd.server;

/// A value that is in force, and where it came from.
///
/// @param key what it is a value of
/// @param path the key's full name; for a neighbour's dialect `peers.<name>.<key>`, for a source of
///   places `places.<name>.<key>`
/// @param value the value as text, checked
/// @param origin `default`, a file with its line, an environment variable or a flag
public record Setting(ConfigKey key, String path, String value, String origin) {
  /// The origin of a value that nobody set.
  public static final String DEFAULT_ORIGIN = "default";

  static Setting ofDefault(ConfigKey key) {
    return new Setting(key, key.path(), key.defaultText(), DEFAULT_ORIGIN);
  }

  boolean isDefault() {
    return origin.equals(DEFAULT_ORIGIN);
  }

  /// The line of TOML that sets it.
  public String toToml() {
    return tomlPath() + " = " + key.rule().toToml(value);
  }

  /// A neighbour's name may hold what a bare TOML key may not.
  private String tomlPath() {
    if (!key.section().equals(ConfigKey.PEERS)) {
      return path;
    }
    String peer = path.substring(ConfigKey.PEERS.length() + 1, path.lastIndexOf('.'));
    return ConfigKey.PEERS + "." + tomlText(peer) + "." + key.key();
  }

  /// A TOML basic string.
  public static String tomlText(String text) {
    return Names.quoted(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
