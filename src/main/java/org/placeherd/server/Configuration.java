package org.placeherd.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.node.ClientLimits;
import org.placeherd.ops.EventLog;
import org.placeherd.transport.LineGuard;
import org.placeherd.wire.Rate;

/// The configuration in force: defaults, then the file, then the environment, then flags; the later
/// wins. It remembers where each value came from.
public final class Configuration {
  private static final String VARIABLE_PREFIX = "PLACEHERD_";

  /// Where the commands that ask a server find their token; never an argument, which others see.
  public static final String TOKEN_VARIABLE = "PLACEHERD_TOKEN";

  /// Variables that are the business of the launcher or of commands.
  private static final List<String> OTHER_VARIABLES =
      List.of("PLACEHERD_JAVA_OPTS", "PLACEHERD_JDK", TOKEN_VARIABLE);

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final HerdConfig herd;

  private Configuration(
      Optional<Path> file, Map<String, String> environment, Map<ConfigKey, String> flags)
      throws StartupException {
    for (ConfigKey key : ConfigKey.values()) {
      if (!key.isRepeated()) {
        put(Setting.ofDefault(key));
      }
    }
    HerdConfigFile.Contents contents =
        file.isPresent() ? HerdConfigFile.read(file.get()) : HerdConfigFile.Contents.NONE;
    contents.settings().forEach(this::put);
    putEnvironment(environment);
    for (ConfigKey key : flags.keySet()) {
      String value = key.rule().fromText(key.flag(), flags.getOrDefault(key, ""));
      put(new Setting(key, key.path(), value, key.flag()));
    }
    herd = herd(contents);
  }

  /// Puts the configuration together.
  ///
  /// @param file the TOML file, if any
  /// @param environment all variables; those that begin with `PLACEHERD_` count
  /// @param flags what the command line sets
  /// @throws StartupException if any of them is wrong
  public static Configuration read(
      Optional<Path> file, Map<String, String> environment, Map<ConfigKey, String> flags)
      throws StartupException {
    return new Configuration(file, environment, flags);
  }

  /// The herd that is configured.
  public HerdConfig herd() {
    return herd;
  }

  /// Every value in force and where it came from, in the order of [ConfigKey]; those of neighbours
  /// and sources of places only where they are set. A herd with servers of its own has no preset
  /// and no port base.
  public Collection<Setting> settings() {
    return settings.values();
  }

  private void put(Setting setting) {
    settings.put(setting.path(), setting);
  }

  private void putEnvironment(Map<String, String> environment) throws StartupException {
    Map<String, ConfigKey> known =
        Stream.of(ConfigKey.values())
            .filter(key -> !key.isRepeated())
            .collect(
                Collectors.toMap(ConfigKey::variable, key -> key, (a, b) -> a, LinkedHashMap::new));
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String variable = entry.getKey();
      ConfigKey key = known.get(variable);
      if (key != null) {
        String value = key.rule().fromText(variable, entry.getValue());
        put(new Setting(key, key.path(), value, variable));
      } else if (variable.startsWith(VARIABLE_PREFIX) && !OTHER_VARIABLES.contains(variable)) {
        throw StartupException.usage(
            "The environment variable "
                + variable
                + " sets nothing"
                + Names.hint(variable, List.copyOf(known.keySet())));
      }
    }
  }

  private HerdConfig herd(HerdConfigFile.Contents contents) throws StartupException {
    HerdConfig servers =
        contents.servers().isEmpty()
            ? preset()
            : ownServers(HerdConfig.of(contents.servers(), contents.links()));
    if (number(ConfigKey.CLIENT_ID_BYTES) >= number(ConfigKey.LINE_BYTES)) {
      throw StartupException.usage(
          "limits.client-id-bytes ("
              + number(ConfigKey.CLIENT_ID_BYTES)
              + ") must be less than limits.line-bytes ("
              + number(ConfigKey.LINE_BYTES)
              + "), because a client's name is part of a line.");
    }
    return new HerdConfig(
        servers.servers(),
        servers.links(),
        Duration.ofSeconds(number(ConfigKey.TOLERANCE)),
        dialects(servers),
        options(),
        limits(),
        new EventLogLimits(
            number(ConfigKey.LOG_FILE_BYTES),
            (int) number(ConfigKey.LOG_FILES),
            word(EventLog.Format.class, text(ConfigKey.LOG_FORMAT))),
        new PlacesOptions(
            text(ConfigKey.PLACES_PROVIDER),
            Duration.ofMillis(number(ConfigKey.PLACES_DEADLINE)),
            isSet(ConfigKey.PLACES_ROUND),
            isSet(ConfigKey.PLACES_SYNTHETIC),
            isSet(ConfigKey.PLACES_FIELDS),
            SourceOptions.of(settings)),
        linePort(),
        http());
  }

  private HttpOptions http() {
    return new HttpOptions(
        HttpPort.of(text(ConfigKey.HTTP_PORT)),
        text(ConfigKey.HTTP_TLS).equals("auto"),
        ValueRule.items(text(ConfigKey.HTTP_HOSTS)),
        ValueRule.items(text(ConfigKey.HTTP_ORIGINS)),
        (int) number(ConfigKey.HTTP_CONNECTIONS),
        (int) number(ConfigKey.HTTP_CONNECTIONS_PER_ADDRESS));
  }

  private Limits limits() {
    return new Limits(
        (int) number(ConfigKey.LINE_BYTES),
        (int) number(ConfigKey.CLIENT_ID_BYTES),
        isSet(ConfigKey.LENIENT_IDS),
        (int) number(ConfigKey.CONNECTIONS),
        new LineGuard(
            (int) number(ConfigKey.ADDRESS_CONNECTIONS),
            number(ConfigKey.FIRST_LINE),
            number(ConfigKey.STARTED_LINE),
            number(ConfigKey.IDLE),
            number(ConfigKey.UNREAD),
            Rate.of(number(ConfigKey.CONNECTION_RATE), number(ConfigKey.CONNECTION_BURST)),
            Rate.of(number(ConfigKey.ADDRESS_RATE), number(ConfigKey.ADDRESS_BURST)),
            LineGuard.DEFAULT.heldBytes()),
        new ClientLimits(
            (int) number(ConfigKey.CLIENTS),
            number(ConfigKey.CLIENT_TEXT_BYTES),
            Rate.of(number(ConfigKey.CLIENT_RATE), number(ConfigKey.CLIENT_BURST))));
  }

  private LinePortOptions linePort() throws StartupException {
    List<ConfigKey> files = List.of(ConfigKey.TLS_CERTIFICATE, ConfigKey.TLS_KEY, ConfigKey.TLS_CA);
    List<ConfigKey> set =
        files.stream().filter(key -> !text(key).equals(key.defaultText())).toList();
    if (!set.isEmpty() && set.size() < files.size()) {
      throw StartupException.usage(
          "%s sets %s, but TLS needs tls.certificate, tls.key and tls.ca; set all three."
              .formatted(setting(set.getFirst()).origin(), set.getFirst().path()));
    }
    Optional<TlsOptions> tls =
        set.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TlsOptions(
                    text(ConfigKey.TLS_CERTIFICATE),
                    text(ConfigKey.TLS_KEY),
                    text(ConfigKey.TLS_CA),
                    word(TlsOptions.Clients.class, text(ConfigKey.TLS_CLIENTS))));
    return new LinePortOptions(
        isSet(ConfigKey.UDP),
        isSet(ConfigKey.UDP_WHATSAT),
        tls,
        file(ConfigKey.HERD_SECRET),
        file(ConfigKey.TOKENS_FILE));
  }

  private Optional<Path> file(ConfigKey key) {
    return Optional.of(text(key)).filter(file -> !file.equals(key.defaultText())).map(Path::of);
  }

  private HerdConfig preset() throws StartupException {
    int portBase = (int) number(ConfigKey.PORT_BASE);
    HerdConfig preset = Presets.herd(text(ConfigKey.PRESET), portBase).orElseThrow();
    int last = portBase + preset.servers().size() - 1;
    if (last > 65_535) {
      throw StartupException.usage(
          setting(ConfigKey.PORT_BASE).origin()
              + ": port base "
              + portBase
              + " gives the last of "
              + preset.servers().size()
              + " servers port "
              + last
              + ", but ports end at 65535; choose a base of at most "
              + (65_535 - preset.servers().size() + 1)
              + ".");
    }
    return preset;
  }

  /// The file's own servers leave nothing for a preset to say.
  private HerdConfig ownServers(HerdConfig own) throws StartupException {
    for (ConfigKey key : List.of(ConfigKey.PRESET, ConfigKey.PORT_BASE)) {
      Setting setting = setting(key);
      if (!setting.isDefault()) {
        throw StartupException.usage(
            setting.origin()
                + " sets "
                + key.path()
                + ", but the configuration file has [[herd.servers]] of its own; use one or the"
                + " other.");
      }
      settings.remove(key.path());
    }
    return own;
  }

  private ServerOptions options() {
    return new ServerOptions(
        Path.of(text(ConfigKey.DATA)),
        word(Acknowledgement.class, text(ConfigKey.ACK)),
        word(EventMode.class, text(ConfigKey.EVENTS)),
        word(StaleReply.class, text(ConfigKey.STALE_REPLY)),
        isSet(ConfigKey.CLOSE_AFTER_REPLY),
        Duration.ofMillis(number(ConfigKey.PARTIAL_LINE_TIMEOUT)),
        ValueRule.items(text(ConfigKey.OLD_STYLE_PEERS)).stream()
            .flatMap(address -> HostText.literal(address).stream())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private Map<String, PeerDialect> dialects(HerdConfig servers) throws StartupException {
    Map<String, PeerDialect> dialects = new HashMap<>();
    for (Setting setting : new ArrayList<>(settings.values())) {
      if (setting.key().section().equals(ConfigKey.PEERS)) {
        String peer =
            setting.path().substring(ConfigKey.PEERS.length() + 1, setting.path().lastIndexOf('.'));
        if (!servers.serverNames().contains(peer)) {
          throw StartupException.usage(
              setting.origin()
                  + ": [peers."
                  + peer
                  + "] is about a server that this herd does not have"
                  + Names.hint(peer, servers.serverNames()));
        }
        dialects.put(peer, dialect(ConfigKey.PEERS + "." + peer + "."));
      }
    }
    return dialects;
  }

  private PeerDialect dialect(String path) {
    return new PeerDialect(
        word(PeerDialect.Hello.class, peer(path, ConfigKey.HELLO)),
        word(PeerDialect.Extra.class, peer(path, ConfigKey.EXTRA)),
        word(PeerDialect.LineEnd.class, peer(path, ConfigKey.LINE_END)),
        word(PeerDialect.Connection.class, peer(path, ConfigKey.CONNECTION)),
        Duration.ofSeconds(Long.parseLong(peer(path, ConfigKey.IDLE_CLOSE))),
        word(PeerDialect.CatchUp.class, peer(path, ConfigKey.CATCH_UP)));
  }

  private String peer(String path, ConfigKey key) {
    Setting setting = settings.get(path + key.key());
    return setting == null ? key.defaultText() : setting.value();
  }

  private Setting setting(ConfigKey key) {
    return settings.getOrDefault(key.path(), Setting.ofDefault(key));
  }

  private String text(ConfigKey key) {
    return setting(key).value();
  }

  private long number(ConfigKey key) {
    return Long.parseLong(text(key));
  }

  private boolean isSet(ConfigKey key) {
    return Boolean.parseBoolean(text(key));
  }

  /// `per-message` is `PER_MESSAGE`.
  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
