package org.placeherd.server;

import static org.placeherd.wire.Limits.MAX_LINE_BYTES;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.placeherd.wire.Rate;

/// Every key of the configuration that takes one value. The servers and links of a herd have a
/// reader of their own: [HerdSection].
public enum ConfigKey {
  /// Which of the known herds.
  PRESET("herd", "preset", new ValueRule.OneOf(Presets.names()), Presets.DEFAULT, "--preset"),
  /// Port of a preset's first server.
  PORT_BASE("herd", "port-base", number(1, 65_535), "12490", "--port-base"),
  /// How far ahead a client's clock may be.
  TOLERANCE("herd", "tolerance-seconds", number(0, 86_400), "60", ""),
  /// The file with the secret that its servers share.
  HERD_SECRET("herd", "secret-file", new ValueRule.Text(), "none", ""),

  /// Whether a neighbour is greeted.
  HELLO("peers", "hello", oneOf("auto", "off"), "auto", ""),
  /// What follows the six fields of AT.
  EXTRA("peers", "extra", oneOf("none", "sender", "visited"), "none", ""),
  /// What ends a line to a neighbour.
  LINE_END("peers", "line-end", oneOf("lf", "crlf"), "lf", ""),
  /// How long a connection to a neighbour lives.
  CONNECTION(
      "peers", "connection", oneOf("persistent", "per-message", "idle-close"), "persistent", ""),
  /// For `idle-close`: how long it may be silent.
  IDLE_CLOSE("peers", "idle-close-seconds", number(1, 86_400), "30", ""),
  /// What an old-style neighbour is told when its link comes up.
  CATCH_UP("peers", "catch-up", oneOf("changes", "table"), "changes", ""),

  /// Directory of the event log and the journal.
  DATA("server", "data", new ValueRule.Text(), "data", "--data"),
  /// When a report is acknowledged.
  ACK("server", "ack", oneOf("disk", "memory"), "disk", "--ack"),
  /// How much goes into the event log.
  EVENTS("server", "events", oneOf("all", "changes", "off"), "all", "--events"),
  /// The answer to an older IAMAT.
  STALE_REPLY("server", "stale-reply", oneOf("literal", "stored"), "literal", ""),
  /// Whether a connection is closed after its first reply.
  CLOSE_AFTER_REPLY("server", "close-after-reply", new ValueRule.YesOrNo(), "false", ""),
  /// When a line without an end is answered; 0 is never.
  PARTIAL_LINE_TIMEOUT("server", "partial-line-timeout-millis", number(0, 3_600_000), "0", ""),
  /// Addresses whose AT lines are taken.
  OLD_STYLE_PEERS("server", "old-style-peers", new ValueRule.Addresses(), "", ""),

  /// Whether lines are taken by UDP.
  UDP("udp", "enabled", new ValueRule.YesOrNo(), "true", "--udp"),
  /// Whether WHATSAT is answered by UDP.
  UDP_WHATSAT("udp", "whatsat", new ValueRule.YesOrNo(), "false", ""),

  /// The file of a server's certificate.
  TLS_CERTIFICATE("tls", "certificate", new ValueRule.Text(), "none", ""),
  /// The file of its key.
  TLS_KEY("tls", "key", new ValueRule.Text(), "none", ""),
  /// The file of the authorities that are believed.
  TLS_CA("tls", "ca", new ValueRule.Text(), "none", ""),
  /// Who may connect by TLS.
  TLS_CLIENTS("tls", "clients", oneOf("any", "certificate"), "any", ""),

  /// The file of tokens without which nobody is served.
  TOKENS_FILE("auth", "tokens-file", new ValueRule.Text(), "none", "--tokens"),

  /// Where HTTP is answered.
  HTTP_PORT("http", "port", new ValueRule.Port(), "auto", "--http-port"),
  /// Whether HTTP is spoken by TLS.
  HTTP_TLS("http", "tls", oneOf("auto", "off"), "auto", ""),
  /// What a server on loopback may be called by requests.
  HTTP_HOSTS(
      "http",
      "hosts",
      listOf("host names without a port such as \"herd.example\"", "[A-Za-z0-9._:-]+"),
      "",
      ""),
  /// Pages that may ask from their users' browsers.
  HTTP_ORIGINS(
      "http",
      "origins",
      listOf("origins such as \"https://map.example\"", "[a-z][a-z0-9+.-]*://[^/?#@*,\\s]+"),
      "",
      ""),

  /// Longest line. At least 256, twice the bytes that the answer to a longer one repeats; at most
  /// what the reader of lines takes.
  LINE_BYTES("limits", "line-bytes", number(256, MAX_LINE_BYTES), "1024", ""),
  /// Longest client name.
  CLIENT_ID_BYTES("limits", "client-id-bytes", number(1, MAX_LINE_BYTES - 1), "255", ""),
  /// Whether client names may hold control bytes.
  LENIENT_IDS("limits", "lenient-ids", new ValueRule.YesOrNo(), "false", ""),
  /// Most connections at once.
  CONNECTIONS("limits", "connections", number(1, 10_000_000), "20000", ""),
  /// Most connections of one address.
  ADDRESS_CONNECTIONS("limits", "connections-per-address", number(1, 10_000_000), "16000", ""),
  /// When a connection without a line is closed; 0 is never, here and with the others.
  FIRST_LINE("limits", "first-line-millis", number(0, 3_600_000), "0", ""),
  /// When a connection inside a line is closed.
  STARTED_LINE("limits", "started-line-millis", number(0, 3_600_000), "10000", ""),
  /// When a silent connection is closed.
  IDLE("limits", "idle-millis", number(0, 604_800_000), "0", ""),
  /// When a connection that does not read is closed.
  UNREAD("limits", "unread-millis", number(0, 3_600_000), "60000", ""),
  /// Lines of one connection.
  CONNECTION_RATE("limits", "connection-lines-per-second", rate(), "0", ""),
  /// How many of them at once; 0 is what comes in a second, here and with the others.
  CONNECTION_BURST("limits", "connection-lines-burst", rate(), "0", ""),
  /// Lines of one address.
  ADDRESS_RATE("limits", "address-lines-per-second", rate(), "0", ""),
  /// How many of them at once.
  ADDRESS_BURST("limits", "address-lines-burst", rate(), "0", ""),
  /// Reports of one client.
  CLIENT_RATE("limits", "client-reports-per-second", rate(), "0", ""),
  /// How many of them at once.
  CLIENT_BURST("limits", "client-reports-burst", rate(), "0", ""),
  /// Most clients known; 0 is what half of the heap has room for.
  CLIENTS("limits", "clients", number(0, 1_000_000_000), "0", ""),
  /// Most bytes of long names and numbers; 0 is an eighth of the heap.
  CLIENT_TEXT_BYTES("limits", "client-text-bytes", number(0, 1L << 40), "0", ""),
  /// Most connections of HTTP at once.
  HTTP_CONNECTIONS("limits", "http-connections", number(1, 10_000_000), "12000", ""),
  /// Most of them from one address.
  HTTP_CONNECTIONS_PER_ADDRESS(
      "limits", "http-connections-per-address", number(1, 10_000_000), "1000", ""),

  /// Size at which the event log is rotated. At least 64 KiB, so that it is not rotated all day.
  LOG_FILE_BYTES("event-log", "file-bytes", number(65_536, 1L << 40), "67108864", ""),
  /// How many event log files are kept.
  LOG_FILES("event-log", "files", number(1, 10_000), "8", ""),
  /// How an event is written.
  LOG_FORMAT("event-log", "format", oneOf("text", "json"), "text", "--event-format"),

  /// Where places come from.
  PLACES_PROVIDER("places", "provider", new ValueRule.Places(), "embedded", "--places"),
  /// How long a WHATSAT waits for places.
  PLACES_DEADLINE("places", "deadline-millis", number(1, 600_000), "2000", ""),
  /// Whether sources behind HTTP are told a cell and not the point.
  PLACES_ROUND("places", "round-coordinates", new ValueRule.YesOrNo(), "true", ""),

  /// Whether places may be served that were made up for load tests.
  PLACES_SYNTHETIC("places", "allow-synthetic", new ValueRule.YesOrNo(), "false", ""),
  /// Whether WHATSAT may say more than its three operands.
  PLACES_FIELDS("places", "whatsat-fields", new ValueRule.YesOrNo(), "false", ""),

  /// Where a source is.
  SOURCE_URL("places.<source>", "base-url", new ValueRule.HttpUrl(), "none", ""),
  /// The file with its key.
  SOURCE_KEY_FILE("places.<source>", "key-file", new ValueRule.Text(), "none", ""),
  /// What the herd may ask it in a minute.
  SOURCE_CALLS_PER_MINUTE("places.<source>", "calls-per-minute", calls(), "none", ""),
  /// What the herd may ask it in a day.
  SOURCE_CALLS_PER_DAY("places.<source>", "calls-per-day", calls(), "none", ""),
  /// What the herd may ask it in a month.
  SOURCE_CALLS_PER_MONTH("places.<source>", "calls-per-month", calls(), "none", ""),
  /// What the herd may spend on it in a month, in dollars.
  SOURCE_DOLLARS("places.<source>", "dollars-per-month", number(0, 1_000_000), "none", ""),
  /// What one client may cause where calls cost money.
  SOURCE_CLIENT_CALLS("places.<source>", "client-calls-per-minute", number(1, 1_000_000), "60", ""),
  /// Whether a call under way may answer others who ask the same.
  SOURCE_SHARE("places.<source>", "share-in-flight", new ValueRule.YesOrNo(), "true", "");

  /// The section whose tables are named after servers: `[peers.Bolden]`.
  static final String PEERS = "peers";

  /// The section of places, whose tables are named after sources: `[places.photon]`.
  static final String PLACES = "places";

  /// What the section of such a table is called here.
  static final String SOURCES = PLACES + ".<source>";

  private final String section;
  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // all rules are records of immutable values
  private final ValueRule rule;

  private final String defaultText;
  private final String flag;

  ConfigKey(String section, String key, ValueRule rule, String defaultText, String flag) {
    this.section = section;
    this.key = key;
    this.rule = rule;
    this.defaultText = defaultText;
    this.flag = flag;
  }

  /// The table it stands in.
  public String section() {
    return section;
  }

  /// Its name in the table.
  public String key() {
    return key;
  }

  /// `section.key`.
  public String path() {
    return section + "." + key;
  }

  /// The value where none is set, as text.
  public String defaultText() {
    return defaultText;
  }

  /// What its value may be, as it stands after "must be".
  public String allowed() {
    return rule.allowed();
  }

  /// The flag that sets it, or empty.
  public String flag() {
    return flag;
  }

  /// The environment variable that sets it. Repeated keys have none.
  public String variable() {
    return "PLACEHERD_" + path().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  /// Whether it is set once for each neighbour or source, in a table named after it.
  boolean isRepeated() {
    return section.equals(PEERS) || section.equals(SOURCES);
  }

  ValueRule rule() {
    return rule;
  }

  /// All keys of a section.
  static List<ConfigKey> of(String section) {
    return Stream.of(values()).filter(key -> key.section.equals(section)).toList();
  }

  /// The key of that name in that section.
  static Optional<ConfigKey> find(String section, String key) {
    return of(section).stream().filter(known -> known.key.equals(key)).findFirst();
  }

  private static ValueRule number(long least, long most) {
    return new ValueRule.WholeNumber(least, most);
  }

  private static ValueRule rate() {
    return number(0, Rate.MAX_PER_SECOND);
  }

  private static ValueRule calls() {
    return number(0, 1_000_000_000);
  }

  private static ValueRule listOf(String what, String item) {
    return new ValueRule.ListOf(what, Pattern.compile(item));
  }

  private static ValueRule oneOf(String... words) {
    return new ValueRule.OneOf(List.of(words));
  }
}
