package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many connections the system's limit of open files leaves room for. A server that has no file
/// left for its journal could not go on, so both ports may be full at once.
///
/// @param lines most connections of the line port; at least 1
/// @param http most connections of HTTP; at least 1, or 0 where HTTP is off
record OpenFiles(int lines, int http) {
  /// What is no connection of a client: the files and sockets of a server itself.
  static final int OTHERS = 256;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

  /// As many as are set; fewer where there is no room for all of them.
  static OpenFiles of(ServerSettings settings) {
    OpenFiles wanted =
        new OpenFiles(
            settings.herd().limits().connections(),
            settings.httpPort().isEmpty() ? 0 : settings.herd().http().connections());
    try {
      return Files.isReadable(LIMITS)
          ? wanted.within(Files.readString(LIMITS))
          : wanted; // another system than Linux
    } catch (IOException e) {
      return wanted; // nobody can say
    }
  }

  /// The same where there is room for both; else each gets half of the room, and what the other
  /// does not want.
  OpenFiles within(String limits) {
    Matcher open = OPEN_FILES.matcher(limits);
    if (!open.find()) {
      return this;
    }
    long room = Long.parseLong(open.group(1)) - OTHERS;
    if ((long) lines + http <= room) {
      return this;
    }
    int webs = http == 0 ? 0 : Math.clamp(Math.max(room / 2, room - lines), 1, http);
    return new OpenFiles(Math.clamp(room - webs, 1, lines), webs);
  }
}
