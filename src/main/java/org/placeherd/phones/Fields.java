package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The named values of one message, whether they came in a query, as a form or in a JSON object. An
/// empty value is none, and white space around a value is not part of it.
final class Fields {
  /// What one percent is of the whole.
  static final double PERCENT = 0.01;

  /// Most parameters of a request; GPSLogger's `%ALL` has some thirty.
  private static final int PARAMETERS_MAX = 1_000;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,3})?");

  private final Function<String, Optional<String>> source;

  private Fields(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /// The members of an object that are no objects or arrays themselves.
  static Fields of(JsonNode object) {
    return new Fields(name -> Json.text(object.path(name)));
  }

  /// The parameters of a query and of a form. Of one that is there twice the first counts, and the
  /// query's before the form's.
  ///
  /// @return empty if there are too many
  static Optional<Fields> of(String query, String form) {
    Map<String, String> values = new HashMap<>();
    return put(query, values) && put(form, values)
        ? Optional.of(new Fields(name -> Optional.ofNullable(values.get(name))))
        : Optional.empty();
  }

  private static boolean put(String pairs, Map<String, String> values) {
    int at = 0;
    while (at < pairs.length()) {
      if (values.size() >= PARAMETERS_MAX) {
        return false;
      }
      int and = pairs.indexOf('&', at);
      int end = and < 0 ? pairs.length() : and;
      int equals = pairs.indexOf('=', at, end);
      if (equals >= 0) {
        String value = PercentText.decodeForm(pairs.substring(equals + 1, end));
        if (!value.isEmpty()) {
          values.putIfAbsent(PercentText.decodeForm(pairs.substring(at, equals)), value);
        }
      }
      at = end + 1;
    }
    return true;
  }

  /// The first of these that there is.
  Optional<String> text(String... names) {
    for (String name : names) {
      Optional<String> value = source.apply(name).map(String::strip).filter(v -> !v.isEmpty());
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /// Whether there is one of these.
  boolean has(String... names) {
    return text(names).isPresent();
  }

  /// The first of these that there is, as a finite number.
  OptionalDouble number(String... names) {
    return scaled(1, names);
  }

  /// The first of these that there is, times a factor.
  OptionalDouble scaled(double factor, String... names) {
    OptionalDouble number = text(names).map(Fields::parse).orElse(OptionalDouble.empty());
    return number.isPresent() ? OptionalDouble.of(number.getAsDouble() * factor) : number;
  }

  /// The first of these that there is, as a truth value.
  Optional<Boolean> flag(String... names) {
    return text(names)
        .flatMap(text ->
            switch (text) {
              case "true", "1" -> Optional.of(true);
              case "false", "0" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /// Where these two say.
  Findings.Point point(String latitude, String longitude) {
    return new Findings.Point(number(latitude), number(longitude));
  }

  /// The number that a text is; empty if it is none or not finite.
  static OptionalDouble parse(String text) {
    double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
