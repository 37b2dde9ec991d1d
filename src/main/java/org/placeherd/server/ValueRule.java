package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a configuration value may be. A value that is allowed is kept as text: a number as its
/// digits, a list with commas between its items.
sealed interface ValueRule {

  /// Any text that is not blank and holds no control character.
  record Text() implements ValueRule {}

  /// One of the words given.
  record OneOf(List<String> words) implements ValueRule {}

  /// `true` or `false`.
  record YesOrNo() implements ValueRule {}

  /// A whole number within bounds, both included.
  record WholeNumber(long least, long most) implements ValueRule {}

  /// Any number of IP addresses.
  record Addresses() implements ValueRule {}

  /// Longest number read: more digits than any bound has.
  Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

  /// What is allowed, as it stands after "must be".
  default String allowed() {
    return switch (this) {
      case Text text -> "text, not blank and without control characters";
      case OneOf oneOf -> "one of " + String.join(", ", oneOf.words());
      case YesOrNo yesOrNo -> "true or false";
      case WholeNumber number -> "a whole number from " + number.least() + " to " + number.most();
      case Addresses addresses -> "a list of IPv4 or IPv6 addresses such as \"10.0.0.7\"";
    };
  }

  /// Checks a value of the environment or of a flag.
  ///
  /// @param where what to name in the error
  default String fromText(String where, String text) throws StartupException {
    if (!allows(text)) {
      throw refused(where, Names.quoted(text));
    }
    return text;
  }

  /// Checks a value of a TOML file, which must have the right type too.
  ///
  /// @param where what to name in the error
  default String fromToml(String where, JsonNode value) throws StartupException {
    boolean rightType =
        switch (this) {
          case Text text -> value.isTextual();
          case OneOf oneOf -> value.isTextual();
          case YesOrNo yesOrNo -> value.isBoolean();
          case WholeNumber number -> value.isIntegralNumber();
          case Addresses addresses -> value.isArray();
        };
    String text = value.isArray() ? joined(value) : value.asText();
    if (!rightType || !allows(text)) {
      throw refused(where, shown(value));
    }
    return text;
  }

  private boolean allows(String text) {
    return switch (this) {
      case Text any -> !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
      case OneOf oneOf -> oneOf.words().contains(text);
      case YesOrNo yesOrNo -> text.equals("true") || text.equals("false");
      case WholeNumber number ->
          DIGITS.matcher(text).matches()
              && Long.parseLong(text) >= number.least()
              && Long.parseLong(text) <= number.most();
      case Addresses addresses ->
          items(text).stream().allMatch(item -> HostText.literal(item).isPresent());
    };
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

  /// The items with commas between them. An item that is no text, or holds a comma, makes a text
  /// that no rule for lists allows.
  private static String joined(JsonNode list) {
    List<String> items = new ArrayList<>();
    list.forEach(item -> items.add(item.isTextual() ? item.asText() : item.toString()));
    return String.join(",", items);
  }
}
