package org.placeherd.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the command that started this process, to start servers the same way.
final class ServeLauncher {
  /// Set by the launcher to its own path.
  static final String LAUNCHER_PROPERTY = "placeherd.launcher";

  private ServeLauncher() {}

  /// What to run before `serve NAME`: the launcher if there was one, else this very JVM with the
  /// same options and class path.
  static List<String> prefix() {
    String launcher = System.getProperty(LAUNCHER_PROPERTY, "");
    if (!launcher.isEmpty()) {
      return List.of(launcher);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Main.class.getName()));
    return command;
  }
}
