package org.placeherd.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.placeherd.places.BudgetLimits;
import org.placeherd.places.SourceSettings;

/// Reads the tables `[places.<source>]` out of the values in force.
final class SourceOptions {
  private static final long MICRO = 1_000_000;

  private final Map<String, Setting> settings;
  private final String path;

  /// @param settings by their path
  private SourceOptions(Map<String, Setting> settings, String path) {
    this.settings = settings;
    this.path = path;
  }

  /// What is set for each source that something is set for.
  static Map<String, SourceSettings> of(Map<String, Setting> settings) {
    Map<String, SourceSettings> all = new HashMap<>();
    for (String source : sources(settings.values())) {
      all.put(
          source, new SourceOptions(settings, ConfigKey.PLACES + "." + source + ".").settings());
    }
    return all;
  }

  private static Set<String> sources(Collection<Setting> settings) {
    Set<String> sources = new HashSet<>();
    for (Setting setting : settings) {
      if (setting.key().section().equals(ConfigKey.SOURCES)) {
        String path = setting.path();
        sources.add(path.substring(ConfigKey.PLACES.length() + 1, path.lastIndexOf('.')));
      }
    }
    return sources;
  }

  private SourceSettings settings() {
    return new SourceSettings(
        text(ConfigKey.SOURCE_URL).map(URI::create),
        text(ConfigKey.SOURCE_KEY_FILE).map(Path::of),
        new BudgetLimits(
            limit(ConfigKey.SOURCE_CALLS_PER_MINUTE, 1),
            limit(ConfigKey.SOURCE_CALLS_PER_DAY, 1),
            limit(ConfigKey.SOURCE_CALLS_PER_MONTH, 1),
            limit(ConfigKey.SOURCE_DOLLARS, MICRO)),
        text(ConfigKey.SOURCE_SHARE)
            .map(Boolean::parseBoolean)
            .orElse(SourceSettings.DEFAULT.sharesInFlight()),
        text(ConfigKey.SOURCE_CLIENT_CALLS)
            .map(Long::parseLong)
            .orElse(SourceSettings.CLIENT_CALLS_PER_MINUTE));
  }

  private long limit(ConfigKey key, long times) {
    return text(key).map(number -> Long.parseLong(number) * times).orElse(BudgetLimits.UNLIMITED);
  }

  private Optional<String> text(ConfigKey key) {
    return Optional.ofNullable(settings.get(path + key.key())).map(Setting::value);
  }
}
