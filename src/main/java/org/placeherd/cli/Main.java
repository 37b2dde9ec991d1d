package org.placeherd.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.placeherd.server.Names;
import org.placeherd.server.StartupException;

/// The command line of Placeherd. It looks at the first word and builds that command only.
public final class Main {
  /// The names of all commands, as they stand in [#HELP].
  static final List<String> COMMANDS =
      List.of(
          "demo", "serve", "iamat", "whatsat", "watch", "status", "bench", "config", "herd",
          "tokens", "phones", "journal", "places");

  static final String HELP =
      """
      placeherd - a herd of servers for things that move

      Usage: placeherd COMMAND [OPTIONS]

      Commands:
        demo      Starts a whole herd on this machine and moves a few clients about.
        serve     Starts one server.
        iamat     Tells a server where a client is.
        whatsat   Asks where a client is and what is near it.
        watch     Prints where clients are as they move.
        status    Shows how every server of the herd is doing.
        bench     Measures how many lines a server takes.
        config    Checks a configuration, or shows what is in force and why.
        herd      Makes certificates and a configuration for a herd that speaks TLS.
        tokens    Says who may report, ask and administer.
        phones    Sets up phone apps that report to the herd.
        journal   Checks, prints or compacts what a server has on its disk.
        places    Imports places of your own, and looks at what was imported.

      Try:
        placeherd demo
        placeherd iamat kiwi.cs.ucla.edu +34.068930-118.445127
        placeherd whatsat kiwi.cs.ucla.edu 10 5 --server Welsh
        placeherd COMMAND --help

      Exit codes: 0 done, 1 it failed, 2 it was asked wrongly.
      """;

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  /// Runs a command and returns its exit code: 0, [StartupException#FAILURE] or
  /// [StartupException#USAGE].
  static int run(PrintWriter out, PrintWriter err, String... args) {
    String first = args.length == 0 ? "--help" : args[0];
    return switch (first) {
      case "-h", "--help" -> print(out, HELP);
      case "help" -> args.length == 1 ? print(out, HELP) : run(out, err, args[1], "--help");
      case "-V", "--version", "version" -> print(out, versionLine() + "\n");
      default -> {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Optional<ServeArguments> quick =
            first.equals("serve") ? ServeArguments.quick(rest) : Optional.empty();
        yield quick.isPresent() ? serve(quick.get(), out, err) : command(first, out, err, rest);
      }
    };
  }

  /// The command of that name. A switch, so that no other command's class is loaded.
  static Optional<Object> command(String name) {
    return switch (name) {
      case "demo" -> Optional.of(new DemoCommand());
      case "serve" -> Optional.of(new ServeCommand());
      case "iamat" -> Optional.of(new IamatCommand());
      case "whatsat" -> Optional.of(new WhatsatCommand());
      case "watch" -> Optional.of(new WatchCommand());
      case "status" -> Optional.of(new StatusCommand());
      case "bench" -> Optional.of(new BenchCommand());
      case "config" -> Optional.of(new ConfigCommand());
      case "herd" -> Optional.of(new HerdCommand());
      case "tokens" -> Optional.of(new TokensCommand());
      case "phones" -> Optional.of(new PhonesCommand());
      case "journal" -> Optional.of(new JournalCommand());
      case "places" -> Optional.of(new PlacesCommand());
      case "train" -> Optional.of(new TrainCommand());
      default -> Optional.empty();
    };
  }

  private static int serve(ServeArguments arguments, PrintWriter out, PrintWriter err) {
    try {
      return arguments.run(out);
    } catch (StartupException e) {
      return fail(err, e.sentence(), e.exitCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StartupException.FAILURE;
    }
  }

  private static int command(String name, PrintWriter out, PrintWriter err, String[] args) {
    Optional<Object> command = command(name);
    return command.isPresent()
        ? PicocliRun.execute(command.get(), out, err, args)
        : unknown(err, name);
  }

  private static int unknown(PrintWriter err, String word) {
    return fail(
        err,
        Names.quoted(word) + " is not a command" + Names.hint(word, COMMANDS),
        StartupException.USAGE);
  }

  static int fail(PrintWriter err, String sentence, int exitCode) {
    err.println("placeherd: " + sentence);
    return exitCode;
  }

  private static int print(PrintWriter out, String text) {
    out.print(text);
    out.flush();
    return 0;
  }

  static String versionLine() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "placeherd " + (version == null ? "(not packaged)" : version);
  }

  /// UTF-8 whatever the locale, because client names are.
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
