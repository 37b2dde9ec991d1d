package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many connections the system's limit of open files leaves room for. A server that has no file
/// left for its journal could not go on.
final class OpenFiles {
  /// What is no line connection: those of HTTP, and the files and sockets of a server itself.
  static final int OTHERS = 1_024 + 256;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

  private OpenFiles() {}

  /// At most `connections`, and at least one.
  static int boundOf(int connections) {
    try {
      return Files.isReadable(LIMITS)
          ? bound(connections, Files.readString(LIMITS))
          : connections; // another system than Linux
    } catch (IOException e) {
      return connections; // nobody can say
    }
  }

  static int bound(int connections, String limits) {
    Matcher open = OPEN_FILES.matcher(limits);
    return open.find()
        ? Math.clamp(Long.parseLong(open.group(1)) - OTHERS, 1, connections)
        : connections;
  }
}
