package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.placeherd.places.PlacesProviders;

/// What a configuration value may be. A value that is allowed is kept as text: a number as its
/// digits, a list with commas between its items.
sealed interface ValueRule {

  /// What is allowed, as it stands after "must be".
  String allowed();

  /// Whether a value kept as `text` is allowed.
  boolean allows(String text);

  /// Whether a value of a TOML file has the right type: a text's, where a rule does not say
  /// otherwise.
  default boolean hasType(JsonNode value) {
    return value.isTextual();
  }

  /// An allowed value as TOML writes it: a text, where a rule does not say otherwise.
  default String toToml(String text) {
    return Setting.tomlText(text);
  }

  /// Any text that is not blank and holds no control character.
  record Text() implements ValueRule {
    @Override
    public String allowed() {
      return "text, not blank and without control characters";
    }

    @Override
    public boolean allows(String text) {
      return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }
  }

  /// One of the words given.
  record OneOf(List<String> words) implements ValueRule {
    @Override
    public String allowed() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public boolean allows(String text) {
      return words.contains(text);
    }
  }

  /// `true` or `false`; in the environment and in flags also `on` and `off`.
  record YesOrNo() implements ValueRule {
    @Override
    public String fromText(String where, String text) throws StartupException {
      return switch (text) {
        case "on" -> "true";
        case "off" -> "false";
        default -> ValueRule.super.fromText(where, text);
      };
    }

    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public boolean allows(String text) {
      return text.equals("true") || text.equals("false");
    }

    @Override
    public boolean hasType(JsonNode value) {
      return value.isBoolean();
    }

    @Override
    public String toToml(String text) {
      return text;
    }
  }

  /// A whole number within bounds, both included.
  record WholeNumber(long least, long most) implements ValueRule {
    /// More digits than any bound has.
    private static final int MOST_DIGITS = 18;

    @Override
    public String allowed() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public boolean allows(String text) {
      return !text.isEmpty()
          && text.length() <= MOST_DIGITS
          && text.chars().allMatch(c -> c >= '0' && c <= '9')
          && Long.parseLong(text) >= least
          && Long.parseLong(text) <= most;
    }

    @Override
    public boolean hasType(JsonNode value) {
      return value.isIntegralNumber();
    }

    @Override
    public String toToml(String text) {
      return text;
    }
  }

  /// The number of a port, or a word about it: what [HttpPort] reads.
  record Port() implements ValueRule {
    private static final List<String> WORDS = List.of("auto", "off");
    private static final WholeNumber NUMBER = new WholeNumber(1, HttpPort.LAST_PORT);

    @Override
    public String allowed() {
      return "auto, off or " + NUMBER.allowed();
    }

    @Override
    public boolean allows(String text) {
      return WORDS.contains(text) || NUMBER.allows(text);
    }

    @Override
    public boolean hasType(JsonNode value) {
      return value.isTextual() ? WORDS.contains(value.asText()) : NUMBER.hasType(value);
    }

    @Override
    public String toToml(String text) {
      return WORDS.contains(text) ? Setting.tomlText(text) : text;
    }
  }

  /// What [PlacesProviders] can make a provider of.
  record Places() implements ValueRule {
    @Override
    public String allowed() {
      return "embedded, embedded:DIR, "
          + String.join(", ", PlacesProviders.sourceNames())
          + ", or chain: and several of these with commas between";
    }

    @Override
    public boolean allows(String text) {
      return text.chars().noneMatch(Character::isISOControl)
          && PlacesProviders.problem(text).isEmpty();
    }
  }

  /// An address to send HTTP requests to.
  record HttpUrl() implements ValueRule {
    @Override
    public String allowed() {
      return "a URL such as \"http://127.0.0.1:2322\", without a query";
    }

    @Override
    public boolean allows(String text) {
      try {
        URI url = new URI(text);
        return List.of("http", "https").contains(String.valueOf(url.getScheme()))
            && url.getHost() != null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && url.getRawUserInfo() == null;
      } catch (URISyntaxException e) {
        return false;
      }
    }

    /// A URL that was copied with its key must not end in a log.
    @Override
    public String quoted(String text) {
      return text.matches("[^?#@;=]*")
          ? Names.quoted(text)
          : "what stands there (it is not shown, for a key may be in it)";
    }
  }

  /// Any number of IP addresses.
  record Addresses() implements ValueRule {
    @Override
    public String allowed() {
      return "a list of IPv4 or IPv6 addresses such as \"10.0.0.7\"";
    }

    @Override
    public boolean allows(String text) {
      return items(text).stream().allMatch(item -> HostText.literal(item).isPresent());
    }

    @Override
    public boolean hasType(JsonNode value) {
      return value.isArray();
    }

    @Override
    public String toToml(String text) {
      return items(text).stream()
          .map(Setting::tomlText)
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /// Any number of texts of one form.
  ///
  /// @param what what each of them is, in the plural
  record ListOf(String what, Pattern item) implements ValueRule {
    @Override
    public String allowed() {
      return "a list of " + what;
    }

    @Override
    public boolean allows(String text) {
      return items(text).stream().allMatch(one -> item.matcher(one).matches());
    }

    @Override
    public boolean hasType(JsonNode value) {
      return value.isArray();
    }

    @Override
    public String toToml(String text) {
      return items(text).stream()
          .map(Setting::tomlText)
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /// Checks a value of the environment or of a flag.
  ///
  /// @param where what to name in the error
  default String fromText(String where, String text) throws StartupException {
    if (!allows(text)) {
      throw refused(where, quoted(text));
    }
    return text;
  }

  /// Checks a value of a TOML file, which must have the right type too.
  ///
  /// @param where what to name in the error
  default String fromToml(String where, JsonNode value) throws StartupException {
    String text = value.isArray() ? joined(value) : value.asText();
    if (!hasType(value) || !allows(text)) {
      throw refused(where, value.isTextual() ? quoted(text) : shown(value));
    }
    return text;
  }

  /// A text that is refused, as it is shown.
  default String quoted(String text) {
    return Names.quoted(text);
  }

  private StartupException refused(String where, String found) {
    return StartupException.usage(where + " must be " + allowed() + ", not " + found + ".");
  }

  /// The items of a list that is kept as text.
  static List<String> items(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /// A value of a TOML file as a user would recognise it.
  static String shown(JsonNode value) {
    return value.isTextual()
        ? Names.quoted(value.asText())
        : value.isObject() ? "a table" : value.toString();
  }

  /// The items with commas between them. An item that is no text makes a text that no rule for
  /// lists allows.
  private static String joined(JsonNode list) {
    List<String> items = new ArrayList<>();
    list.forEach(item -> items.add(item.isTextual() ? item.asText() : item.toString()));
    return String.join(",", items);
  }
}
