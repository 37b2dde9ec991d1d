package org.placeherd.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.EventMode;
import org.placeherd.server.HerdServer;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.ServerOptions;
import org.placeherd.server.ServerSettings;
import org.placeherd.server.StartupException;

/// What `placeherd serve` was asked for, and the doing of it.
///
/// A server must listen half a second after its process began. picocli's classes are of a format so
/// old that an ahead-of-time cache leaves them out, and they alone cost a quarter of that. So a
/// faultless command line is read here; anything else is left to [ServeCommand], which explains it.
///
/// @param flags what the command line sets
/// @param config the configuration file, if one is named
record ServeArguments(
    String name, Map<ConfigKey, String> flags, Optional<Path> config, boolean insecure) {

  /// Reads a command line of one name, known flags with a value each, `--insecure` and
  /// `--allow-synthetic`. Empty if there is anything else in it.
  static Optional<ServeArguments> quick(String... args) {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    Optional<Path> config = Optional.empty();
    String name = "";
    boolean insecure = false;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (!arg.startsWith("-") && name.isEmpty()) {
        name = arg;
      } else if (arg.equals("--insecure") && !insecure) {
        insecure = true;
      } else if (arg.equals("--allow-synthetic")
          && !flags.containsKey(ConfigKey.PLACES_SYNTHETIC)) {
        flags.put(ConfigKey.PLACES_SYNTHETIC, "true");
      } else if (i + 1 == args.length || args[i + 1].startsWith("-")) {
        return Optional.empty();
      } else if (arg.equals("--config") && config.isEmpty()) {
        config = Optional.of(Path.of(args[++i]));
      } else if (!putFlag(flags, arg, args[++i])) {
        return Optional.empty();
      }
    }
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServeArguments(name, flags, config, insecure));
  }

  private static boolean putFlag(Map<ConfigKey, String> flags, String flag, String value) {
    for (ConfigKey key : ConfigKey.values()) {
      if (key.flag().equals(flag) && !flag.isEmpty()) {
        return flags.put(key, value) == null;
      }
    }
    return false;
  }

  /// Runs the server until it is closed.
  ///
  /// @throws StartupException if it cannot be started, or its disk fails
  int run(PrintWriter out) throws StartupException, InterruptedException {
    Configuration configuration = Configuration.read(config, System.getenv(), flags);
    ServerSettings settings = ServerSettings.of(configuration.herd(), name, insecure);
    HerdServer server = HerdServer.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close " + name));
    out.println(announcement(settings, server.port()));
    settings.openToOthers().ifPresent(out::println);
    settings.serversUnproved().ifPresent(out::println);
    settings.noHttp().ifPresent(out::println);
    StopSignals.handle(() -> stop(server));
    var _ =
        server
            .http()
            .thenAccept(
                port -> port.ifPresent(number -> out.println(httpAnnouncement(settings, number))));
    server.awaitClosed();
    if (server.failure().isPresent()) {
      throw StartupException.failure(server.failure().get());
    }
    return 0;
  }

  private void stop(HerdServer server) {
    server
        .drain()
        .ifPresent(
            cut -> System.err.println("placeherd: " + name + " was cut short at its stop: " + cut));
  }

  private static String httpAnnouncement(ServerSettings settings, int port) {
    ServerAddress self = settings.self();
    return self.name()
        + " answers HTTP on "
        + new ServerAddress(self.name(), self.host(), port).hostAndPort();
  }

  /// The line that says it is ready. [HerdProcess] waits for it.
  private static String announcement(ServerSettings settings, int port) {
    ServerAddress listening =
        new ServerAddress(settings.self().name(), settings.self().host(), port);
    ServerOptions options = settings.herd().options();
    String log =
        options.events() == EventMode.OFF
            ? "no log"
            : "log: " + options.data().resolve("server-" + listening.name() + ".log");
    String acknowledgement =
        switch (options.acknowledgement()) {
          case DISK -> "";
          case MEMORY ->
              "; --ack memory: reports acknowledged in the last second may be lost in a crash";
        };
    return listening.name()
        + " listens on "
        + listening.hostAndPort()
        + "; "
        + log
        + acknowledgement;
  }
}
