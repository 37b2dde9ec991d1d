package org.placeherd.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.placeherd.cli.Main;

/// Placeherd as its launcher starts it: with a start-up cache (JEP 514), which halves what a start
/// costs. These tests start some two hundred servers.
final class Program {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path DIRECTORY = Path.of("target/chaos");

  /// As the launcher's, but quicker to be ready and poorer.
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmn32m",
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static List<String> command = List.of();

  private Program() {}

  /// What to write before `serve`. The first time this takes some seconds.
  static synchronized List<String> command() throws IOException, InterruptedException {
    if (command.isEmpty()) {
      Files.createDirectories(DIRECTORY);
      Path jar = DIRECTORY.resolve("placeherd.jar").toAbsolutePath();
      Path cache = DIRECTORY.resolve("placeherd.aot").toAbsolutePath();
      Files.deleteIfExists(cache);
      writeJar(jar);
      List<String> train = new ArrayList<>(command(jar, "-XX:AOTCacheOutput=" + cache));
      train.add("train");
      CommandLine training = CommandLine.attempt(train.toArray(String[]::new));
      if (!training.worked() || !Files.exists(cache)) {
        System.out.println("Going on without a start-up cache: " + training.output());
      }
      command = command(jar, "-XX:AOTCache=" + cache); // without a cache it is as good, only slower
    }
    return command;
  }

  private static List<String> command(Path jar, String cacheOption) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add(cacheOption);
    words.addAll(JAVA_OPTIONS);
    words.addAll(List.of("-cp", jar + ":" + libraries(), Main.class.getName()));
    return words;
  }

  /// The cache takes jars only.
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(":"));
  }

  private static void writeJar(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new ZipEntry(CLASSES.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
  }
}
