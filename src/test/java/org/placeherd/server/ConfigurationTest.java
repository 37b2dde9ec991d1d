package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.ops.EventLog;
import org.placeherd.places.BudgetLimits;
import org.placeherd.places.SourceSettings;

class ConfigurationTest {
  @TempDir Path directory = Path.of("");

  @Test
  void withNothingSetItIsTheDefaultPresetWithEveryDefault() throws StartupException {
    Configuration configuration = read("", Map.of(), Map.of());
    assertThat(configuration.herd())
        .isEqualTo(Presets.herd("w16", Presets.DEFAULT_PORT_BASE).orElseThrow());
    assertThat(configuration.settings()).allMatch(s -> s.origin().equals("default"));
  }

  @Test
  void everyKeyOfAFileCounts() throws StartupException {
    HerdConfig herd =
        read(
                """
                [herd]
                preset = "w20"
                port-base = 20000
                tolerance-seconds = 5
                [peers.Hill]
                hello = "off"
                extra = "visited"
                line-end = "crlf"
                connection = "idle-close"
                idle-close-seconds = 7
                catch-up = "table"
                [peers.Smith]
                extra = "sender"
                connection = "per-message"
                [server]
                data = "elsewhere"
                events = "changes"
                ack = "memory"
                stale-reply = "stored"
                close-after-reply = true
                partial-line-timeout-millis = 250
                old-style-peers = ["10.0.0.7", "::2"]
                [udp]
                enabled = false
                whatsat = true
                [limits]
                line-bytes = 2048
                client-id-bytes = 100
                lenient-ids = true
                connections = 9
                [event-log]
                file-bytes = 1000000000000
                files = 3
                format = "json"
                [places]
                provider = "embedded"
                deadline-millis = 750
                [http]
                port = 8080
                """,
                Map.of(),
                Map.of())
            .herd();
    HerdConfig preset = Presets.herd("w20", 20000).orElseThrow();
    assertThat(herd)
        .isEqualTo(
            new HerdConfig(
                preset.servers(),
                preset.links(),
                Duration.ofSeconds(5),
                Map.of(
                    "Hill",
                    new PeerDialect(
                        PeerDialect.Hello.OFF,
                        PeerDialect.Extra.VISITED,
                        PeerDialect.LineEnd.CRLF,
                        PeerDialect.Connection.IDLE_CLOSE,
                        Duration.ofSeconds(7),
                        PeerDialect.CatchUp.TABLE),
                    "Smith",
                    new PeerDialect(
                        PeerDialect.Hello.AUTO,
                        PeerDialect.Extra.SENDER,
                        PeerDialect.LineEnd.LF,
                        PeerDialect.Connection.PER_MESSAGE,
                        Duration.ofSeconds(30),
                        PeerDialect.CatchUp.CHANGES)),
                new ServerOptions(
                    Path.of("elsewhere"),
                    Acknowledgement.MEMORY,
                    EventMode.CHANGES,
                    StaleReply.STORED,
                    true,
                    Duration.ofMillis(250),
                    Set.of(InetAddress.ofLiteral("10.0.0.7"), InetAddress.ofLiteral("::2"))),
                new Limits(2048, 100, true, 9),
                new EventLogLimits(1_000_000_000_000L, 3, EventLog.Format.JSON),
                new PlacesOptions("embedded", Duration.ofMillis(750)),
                new LinePortOptions(false, true),
                HttpOptions.on(new HttpPort.Fixed(8080))));
    assertThat(herd.dialectOf("Jaquez")).isEqualTo(PeerDialect.DEFAULT);
  }

  @Test
  void sourcesOfPlacesHaveTablesOfTheirOwn() throws StartupException {
    PlacesOptions places =
        read(
                """
                [places]
                whatsat-fields = true
                provider = "chain:google-new,photon,embedded:some/where"
                round-coordinates = false
                [places.google-new]
                key-file = "secrets/google"
                calls-per-minute = 60
                calls-per-day = 1_000
                calls-per-month = 10000
                dollars-per-month = 20
                client-calls-per-minute = 6
                share-in-flight = false
                [places.photon]
                base-url = "http://127.0.0.1:2322"
                """,
                Map.of(),
                Map.of())
            .herd()
            .places();
    assertThat(places)
        .isEqualTo(
            new PlacesOptions(
                "chain:google-new,photon,embedded:some/where",
                Duration.ofSeconds(2),
                false,
                false,
                true,
                Map.of(
                    "google-new",
                    new SourceSettings(
                        Optional.empty(),
                        Optional.of(Path.of("secrets/google")),
                        new BudgetLimits(60, 1_000, 10_000, 20_000_000),
                        false,
                        6),
                    "photon",
                    new SourceSettings(
                        Optional.of(URI.create("http://127.0.0.1:2322")),
                        Optional.empty(),
                        BudgetLimits.NONE,
                        true,
                        60))));
  }

  @Test
  void whatIsWrongWithASourceOfPlacesIsSaid() {
    refuses("[places.foton]\nbase-url = 'http://a'", "line 1: places.foton is no source of places");
    refuses("[places.photon]\nbase-url = 'a'", "line 2: places.photon.base-url must be a URL");
    refuses("[places.photon]\nbase-url = 'http://u:p@a'", "places.photon.base-url must be a URL");
    refuses("[places.photon]\nkey = 'x'", "line 2: places.photon.key is not a key");
    refuses("[places]\nphoton = 1", "line 2: places.photon must be a table");
    refuses("[places.overpass]\ncalls-per-day = -1", "must be a whole number from 0 to");
    refuses(
        "[places]\nprovider = 'chain:photon,foton'", "line 2: places.provider must be embedded");
  }

  private void refuses(String toml, String why) {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> read(toml + "\n", Map.of(), Map.of()))
        .withMessageContaining(why);
  }

  @Test
  void flagsWinOverEnvironmentOverFileOverDefault() throws StartupException {
    String file = "[server]\ndata = 'f'\nevents = 'off'\n[limits]\nconnections = 5\n";
    Map<String, String> environment =
        Map.of("PLACEHERD_SERVER_DATA", "e", "PLACEHERD_SERVER_EVENTS", "changes", "HOME", "/");
    Configuration configuration = read(file, environment, Map.of(ConfigKey.DATA, "g"));

    assertThat(configuration.herd().options().data()).isEqualTo(Path.of("g"));
    assertThat(configuration.herd().options().events()).isEqualTo(EventMode.CHANGES);
    assertThat(configuration.settings())
        .contains(
            new Setting(ConfigKey.DATA, "server.data", "g", "--data"),
            new Setting(ConfigKey.EVENTS, "server.events", "changes", "PLACEHERD_SERVER_EVENTS"),
            new Setting(ConfigKey.CONNECTIONS, "limits.connections", "5", "herd.toml line 5"),
            new Setting(ConfigKey.PRESET, "herd.preset", "w16", "default"));
  }

  @Test
  void everyVariableThatIsListedCounts() throws StartupException {
    for (ConfigKey key : ConfigKey.values()) {
      if (!key.isRepeated()) {
        Configuration configuration = read("", Map.of(key.variable(), key.defaultText()), Map.of());
        assertThat(configuration.settings())
            .contains(new Setting(key, key.path(), key.defaultText(), key.variable()));
      }
    }
    HerdConfig herd =
        read(
                "",
                Map.of(
                    "PLACEHERD_HERD_PORT_BASE", "30000",
                    "PLACEHERD_SERVER_OLD_STYLE_PEERS", "10.0.0.7,10.0.0.8",
                    "PLACEHERD_JAVA_OPTS", "-Xmx1g",
                    "PLACEHERD_JDK", "jdk"),
                Map.of())
            .herd();
    assertThat(herd.servers().get(0).port()).isEqualTo(30000);
    assertThat(herd.options().oldStylePeers()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLACEHERD_SERVER_EVNTS | all | The environment variable PLACEHERD_SERVER_EVNTS sets nothing; did you mean PLACEHERD_SERVER_EVENTS? (known: PLACEHERD_HERD_PRESET,
          PLACEHERD_SERVER_EVENTS | many | PLACEHERD_SERVER_EVENTS must be one of all, changes, off, not "many".
          PLACEHERD_LIMITS_LINE_BYTES | 16385 | PLACEHERD_LIMITS_LINE_BYTES must be a whole number from 256 to 16384, not "16385".
          PLACEHERD_HERD_PORT_BASE | 1e4 | PLACEHERD_HERD_PORT_BASE must be a whole number from 1 to 65535, not "1e4".
          PLACEHERD_SERVER_OLD_STYLE_PEERS | home | PLACEHERD_SERVER_OLD_STYLE_PEERS must be a list of IPv4 or IPv6 addresses such as "10.0.0.7", not "home".
          """)
  void aWrongVariableIsNamed(String variable, String value, String sentence) {
    assertRefused("", Map.of(variable, value), Map.of(), sentence);
  }

  @Test
  void aWrongFlagIsNamed() {
    assertRefused(
        "",
        Map.of(),
        Map.of(ConfigKey.PRESET, "w17"),
        "--preset must be one of w14, f15, w16, f16, s18, w20, s21, w22, s23, not \"w17\".");
    assertRefused(
        "",
        Map.of(),
        Map.of(ConfigKey.PORT_BASE, "0"),
        "--port-base must be a whole number from 1 to 65535, not \"0\".");
  }

  @Test
  void portsMayNotRunOverTheEnd() {
    assertRefused(
        "",
        Map.of(),
        Map.of(ConfigKey.PORT_BASE, "65532"),
        "--port-base: port base 65532 gives the last of 5 servers port 65536, but ports end at"
            + " 65535; choose a base of at most 65531.");
  }

  @Test
  void aPresetAndServersOfOnesOwnExcludeEachOther() throws StartupException {
    String own = "[[herd.servers]]\nname = 'A'\nhost = 'localhost'\nport = 7000\n";
    assertRefused(
        "[herd]\npreset = 'w16'\n" + own,
        Map.of(),
        Map.of(),
        "herd.toml line 2 sets herd.preset, but the configuration file has [[herd.servers]] of its"
            + " own; use one or the other.");
    assertRefused(
        own, Map.of(), Map.of(ConfigKey.PORT_BASE, "1"), "--port-base sets herd.port-base");
    assertThat(read(own, Map.of(), Map.of()).settings())
        .noneMatch(s -> s.key() == ConfigKey.PRESET || s.key() == ConfigKey.PORT_BASE);
  }

  @Test
  void aDialectForNobodyIsRefused() {
    assertRefused(
        "[peers.Boldn]\nhello = 'off'\n",
        Map.of(),
        Map.of(),
        "herd.toml line 2: [peers.Boldn] is about a server that this herd does not have; did you"
            + " mean Bolden? (known: Alford, Bolden, Hamilton, Parker, Welsh)");
  }

  @Test
  void anUnknownPlacesProviderIsRefusedWhereItStands() {
    assertRefused(
        "[places]\nprovider = 'embeded'\n",
        Map.of(),
        Map.of(),
        "herd.toml line 2: places.provider must be embedded, embedded:DIR, google-new, google-legacy, photon, overpass, or chain: and several of these with commas between, not \"embeded\"");
  }

  @Test
  void aUrlWithAKeyInItIsRefusedWithoutShowingTheKey() {
    for (String url :
        List.of(
            "https://places.example/?key=secret-0815",
            "https://secret-0815@places.example",
            "https://places.example/#secret-0815",
            "places.example/secret=secret-0815")) {
      assertRefused(
          "[places.google-new]\nbase-url = '" + url + "'\n",
          Map.of(),
          Map.of(),
          "herd.toml line 2: places.google-new.base-url must be a URL such as \"http://127.0.0.1:2322\", without a query, not what stands there (it is not shown, for a key may be in it).");
    }
  }

  @Test
  void aClientsNameMustFitIntoALine() {
    assertRefused(
        "[limits]\nclient-id-bytes = 1024\n",
        Map.of(),
        Map.of(),
        "limits.client-id-bytes (1024) must be less than limits.line-bytes (1024), because");
  }

  @Test
  void aSettingIsShownAsToml() {
    assertThat(toml(ConfigKey.DATA, "a \"b\" \\c")).isEqualTo("\"a \\\"b\\\" \\\\c\"");
    assertThat(toml(ConfigKey.EVENTS, "off")).isEqualTo("\"off\"");
    assertThat(toml(ConfigKey.LENIENT_IDS, "true")).isEqualTo("true");
    assertThat(toml(ConfigKey.PORT_BASE, "1")).isEqualTo("1");
    assertThat(toml(ConfigKey.OLD_STYLE_PEERS, "")).isEqualTo("[]");
    assertThat(toml(ConfigKey.OLD_STYLE_PEERS, "::1,::2")).isEqualTo("[\"::1\", \"::2\"]");
  }

  @Test
  void aNeighboursNameIsQuotedInToml() {
    assertThat(new Setting(ConfigKey.HELLO, "peers.a.b.hello", "off", "default").toToml())
        .isEqualTo("peers.\"a.b\".hello = \"off\"");
  }

  private static String toml(ConfigKey key, String value) {
    String line = new Setting(key, key.path(), value, "default").toToml();
    assertThat(line).startsWith(key.path() + " = ");
    return line.substring(key.path().length() + 3);
  }

  private Configuration read(
      String toml, Map<String, String> environment, Map<ConfigKey, String> flags)
      throws StartupException {
    Path file = directory.resolve("herd.toml");
    try {
      Files.writeString(file, toml);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Configuration.read(Optional.of(file), environment, flags);
  }

  private void assertRefused(
      String toml, Map<String, String> environment, Map<ConfigKey, String> flags, String start) {
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> read(toml, environment, flags))
        .withMessageStartingWith(start)
        .satisfies(e -> assertThat(List.of(e.exitCode())).containsExactly(2));
  }
}
