package org.placeherd.cli;

import java.util.Arrays;
import java.util.regex.Pattern;

/// Keeps a position south of the equator, `-33.86+151.21`, from being taken for an option: it gets
/// a space in front on its way through the parser, and loses it after.
final class SouthernPositions {
  private static final Pattern LOOKS_LIKE_AN_OPTION = Pattern.compile("-[0-9.].*");

  private SouthernPositions() {}

  static String[] protect(String[] args) {
    return Arrays.stream(args)
        .map(arg -> LOOKS_LIKE_AN_OPTION.matcher(arg).matches() ? " " + arg : arg)
        .toArray(String[]::new);
  }

  static String restore(String arg) {
    return arg.startsWith(" -") ? arg.substring(1) : arg;
  }
}
