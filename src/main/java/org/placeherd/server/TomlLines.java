package org.placeherd.server;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the line on which a key of a TOML file stands, for error messages. The parser's tree does
/// not know it. It reads headers and keys only, so a key inside an inline table has the line of
/// that table, and a strange file costs a wrong line number at worst.
final class TomlLines {
  private static final Pattern HEADER = Pattern.compile("\\s*(\\[\\[?)([^\\[\\]]+)\\].*");
  private static final Pattern KEY = Pattern.compile("\\s*([^=#\\[\\]{},]+?)\\s*=.*");

  private final Map<String, Integer> lines = new HashMap<>();

  TomlLines(String toml) {
    Map<String, Integer> arrayTables = new HashMap<>();
    String table = "";
    int number = 0;
    for (String line : toml.split("\n", -1)) {
      number++;
      Matcher header = HEADER.matcher(line);
      Matcher key = KEY.matcher(line);
      if (header.matches()) {
        table = plain(header.group(2));
        if (header.group(1).length() == 2) {
          int index = arrayTables.merge(table, 1, Integer::sum) - 1;
          table += "[" + index + "]";
        }
        lines.putIfAbsent(table, number);
      } else if (key.matches()) {
        String path = plain(key.group(1));
        lines.putIfAbsent(table.isEmpty() ? path : table + "." + path, number);
      }
    }
  }

  /// ` line 12` for a key, or for the table it is in; empty if neither was found.
  String of(String path) {
    String known = path;
    while (!lines.containsKey(known)) {
      int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
      if (cut < 0) {
        return "";
      }
      known = known.substring(0, cut);
    }
    return " line " + lines.get(known);
  }

  /// The dotted key without quotes and spaces.
  private static String plain(String key) {
    return key.replaceAll("[\\s\"']", "");
  }
}
