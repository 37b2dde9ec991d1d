package org.placeherd.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;

/// A library that stands before the system's and makes a disk fail or forget. Made with the C
/// compiler of this machine; where there is none, tests that need it are skipped with a word.
final class BadDisk {
  private static final Path SOURCE = Path.of("src/test/resources/chaos/disk.c");

  private final Path library;

  private BadDisk(Path library) {
    this.library = library;
  }

  static BadDisk compile(Path directory) throws InterruptedException {
    Path library = directory.resolve("disk.so");
    CommandLine compiler = CommandLine.attempt("cc", "--version");
    assumeTrue(compiler.worked(), () -> "no C compiler here: " + compiler.output());
    CommandLine.run(
        "cc", "-shared", "-fPIC", "-O1", "-Wall", "-o", library.toString(), SOURCE.toString());
    return new BadDisk(library);
  }

  /// The environment of a process for which no sync works while the file `trigger` is there.
  Map<String, String> failingWhile(Path trigger) {
    return Map.of("LD_PRELOAD", library.toString(), "DISK_FAILS", trigger.toString());
  }

  /// The environment of a process that loses, when it is killed, what its journal has not synced.
  Map<String, String> forgetful() {
    return Map.of("LD_PRELOAD", library.toString(), "DISK_FORGETS", "/journal-");
  }
}
