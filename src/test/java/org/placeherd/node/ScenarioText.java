package org.placeherd.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a scenario's lines: escapes, repetition, and wildcards where a line is expected.
final class ScenarioText {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)");
  private static final Pattern REPEAT = Pattern.compile("\\{repeat (\\d+) ([^}]+)}");
  private static final Pattern DELTA = Pattern.compile("\\{delta(?: (\\w+))?}");
  private static final String ANY_DELTA = "[+-](?:0|[1-9]\\d*)\\.\\d{9}";

  /// What a named `{delta a}` stood for when it was first met; later it must be the same.
  private final Map<String, String> deltas = new LinkedHashMap<>();

  /// The bytes that a text stands for.
  static String unescape(String text) {
    String repeated =
        REPEAT
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(m.group(2).repeat(Integer.parseInt(m.group(1)))));
    return ESCAPE
        .matcher(repeated)
        .replaceAll(m -> Matcher.quoteReplacement(String.valueOf(escaped(m.group(1)))));
  }

  private static char escaped(String code) {
    return switch (code.charAt(0)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'f' -> '\f';
      case 'v' -> 0x0B;
      case '0' -> 0;
      case '\\' -> '\\';
      case 'x' -> (char) Integer.parseInt(code.substring(1), 16);
      default -> throw new IllegalArgumentException("no such escape: \\" + code);
    };
  }

  /// Whether a line is what the pattern says; remembers the deltas that it named.
  boolean matches(String pattern, String line) {
    Map<String, Integer> named = new LinkedHashMap<>();
    StringBuilder regex = new StringBuilder();
    Matcher wildcard = DELTA.matcher(pattern);
    int at = 0;
    while (wildcard.find()) {
      regex.append(Pattern.quote(unescape(pattern.substring(at, wildcard.start()))));
      regex.append(delta(wildcard.group(1), named));
      at = wildcard.end();
    }
    regex.append(Pattern.quote(unescape(pattern.substring(at))));
    Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    named.forEach((name, group) -> deltas.put(name, matcher.group(group)));
    return true;
  }

  private String delta(@Nullable String name, Map<String, Integer> named) {
    if (name == null) {
      return ANY_DELTA;
    }
    String known = deltas.get(name);
    if (known != null) {
      return Pattern.quote(known);
    }
    named.put(name, named.size() + 1);
    return "(" + ANY_DELTA + ")";
  }
}
