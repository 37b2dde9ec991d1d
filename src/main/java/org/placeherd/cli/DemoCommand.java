package org.placeherd.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.placeherd.auth.Clients;
import org.placeherd.auth.Grant;
import org.placeherd.auth.NewToken;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokensFile;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.Link;
import org.placeherd.server.Presets;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd demo`: a whole herd on this machine, with clients that move, until Ctrl-C.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts a whole herd on this machine and moves a few clients about.",
    footer = {
      "",
      "Examples:",
      "  placeherd demo",
      "  placeherd demo --preset s21 --port-base 20000"
    })
final class DemoCommand implements Callable<Integer> {
  /// How often the clients report.
  private static final Duration STEP = Duration.ofSeconds(1);

  /// Ctrl-C reaches the servers as it reaches us; a server that ends this shortly before we are
  /// told to stop has not failed.
  private static final Duration SIGNAL_GRACE = Duration.ofMillis(500);

  /// The label of the token of the demo's own clients.
  private static final String TOKEN = "clients of the demo";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "The herd to start: w14 f15 w16 f16 s18 w20 s21 w22 s23 (default w16).")
  private String preset = Presets.DEFAULT;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      description = "The port of its first server; the others follow (default 12490).")
  private String portBase = String.valueOf(Presets.DEFAULT_PORT_BASE);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the logs are kept (default: a new temporary directory).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "Serve nobody without a token of this file; is made if it is not there.")
  private Optional<Path> tokens = Optional.empty();

  private final DemoHerd herd = new DemoHerd();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean finished;

  @Override
  public Integer call() throws Exception {
    HerdConfig config = config();
    DemoHerd.requireFreePorts(config);
    Path directory = directory();
    Optional<String> token =
        tokens.isPresent() ? Optional.of(ownToken(tokens.get())) : Optional.empty();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop the demo"));
    try {
      herd.start(config, preset, directory, tokens);
      print(introduction(config, directory));
      run(new DemoClients(config.servers(), new Random(), token));
      return 0;
    } catch (CommandFailure failure) {
      if (stopping.await(SIGNAL_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        return 0;
      }
      throw failure;
    } finally {
      herd.stop();
      finished = true;
    }
  }

  /// The demo's clients need one, too; that of the last demo is taken back.
  private static String ownToken(Path path) throws CommandFailure {
    TokensFile file = new TokensFile(path);
    if (file.exists() && TokensChoice.table(file, TOKEN).contains(TOKEN)) {
      TokensChoice.remove(file, TOKEN);
    }
    String token = NewToken.make(new SecureRandom());
    Set<Right> rights = EnumSet.of(Right.REPORT, Right.READ);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    TokensChoice.add(file, Grant.of(token, rights, Clients.ALL, today, TOKEN));
    return token;
  }

  private HerdConfig config() throws StartupException {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    flags.put(ConfigKey.PRESET, preset);
    flags.put(ConfigKey.PORT_BASE, portBase);
    return Configuration.read(Optional.empty(), System.getenv(), flags).herd();
  }

  private Path directory() throws CommandFailure {
    try {
      return data.isPresent()
          ? Files.createDirectories(data.get())
          : Files.createTempDirectory("placeherd-demo-");
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          "Logs cannot go to " + e.getFile() + ", which is not a directory; give --data another.");
    } catch (IOException e) {
      String where = data.map(Path::toString).orElse("the directory of temporary files");
      throw new CommandFailure(
          "Cannot make a directory for the logs at " + where + "; give one with --data.");
    }
  }

  /// Moves the clients until told to stop, or until a server has died.
  private void run(DemoClients clients) throws CommandFailure, InterruptedException {
    boolean live = isTerminal();
    do {
      String news;
      try {
        news = clients.step();
      } catch (CommandFailure failure) {
        requireAlive(herd.awaitDead());
        throw failure;
      }
      requireAlive(herd.dead());
      if (live) {
        print("\r\u001b[K" + clients.reports() + " reports; " + news);
      }
    } while (!stopping.await(STEP.toMillis(), TimeUnit.MILLISECONDS));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null without a terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static void requireAlive(Optional<HerdProcess> dead)
      throws CommandFailure, InterruptedException {
    if (dead.isPresent()) {
      throw new CommandFailure(dead.get().death() + " (the other servers were stopped)");
    }
  }

  /// Runs when the process is told to end. A demo that was stopped has succeeded, but a JVM ended
  /// by a signal would report the signal, hence halt.
  private void stopOnSignal() {
    if (finished) {
      return;
    }
    stopping.countDown();
    try {
      herd.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    print("\nThe herd has stopped.\n");
    Runtime.getRuntime().halt(0);
  }

  private String introduction(HerdConfig config, Path directory) {
    StringBuilder text = new StringBuilder("The herd is up:\n");
    Table table = new Table();
    for (ServerAddress server : config.servers()) {
      table.add(
          server.name(),
          server.hostAndPort(),
          "tells "
              + String.join(
                  ", ",
                  config.neighboursOf(server.name()).stream().map(ServerAddress::name).toList()));
    }
    text.append(table.text("  "));
    text.append("Links: ");
    text.append(String.join("  ", config.links().stream().map(Link::toString).toList()));
    text.append("\nMoving: ").append(String.join(", ", DemoClients.names()));
    text.append("\nLogs: ").append(directory).append("\n\n");
    tokens.ifPresent(file ->
        text.append(
            "Whatever you try needs a token: %s tokens add me --tokens %s prints one for AUTH and PLACEHERD_TOKEN.\n\n"
                .formatted(program(), file)));
    return text + tryThis(config);
  }

  /// Three lines to paste. `nc -N` closes its side after the request and then waits for the answer;
  /// other makes of nc than OpenBSD's want `-q 1` or nothing instead.
  private String tryThis(HerdConfig config) {
    ServerAddress first = config.servers().get(0);
    ServerAddress last = config.servers().get(config.servers().size() - 1);
    ServerAddress middle = config.servers().get(config.servers().size() / 2);
    return """
    Try in another terminal (where nc knows no -N, use -q 1 instead):
      printf "IAMAT me.example +34.0689-118.4451 $(date +%%s)\\n" | nc -N %s %d
      printf 'WHATSAT kiwi.cs.ucla.edu 10 5\\n' | nc -N %s %d
      %s whatsat me.example 10 5 --port %d
    Ctrl-C stops the herd.
    """
        .formatted(first.host(), first.port(), last.host(), last.port(), program(), middle.port());
  }

  /// How the user most likely called us.
  private static String program() {
    String launcher = System.getProperty(ServeLauncher.LAUNCHER_PROPERTY, "");
    Path here = Path.of("").toAbsolutePath();
    return launcher.isEmpty() || Path.of(launcher).equals(here.resolve("placeherd"))
        ? "./placeherd"
        : launcher;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
