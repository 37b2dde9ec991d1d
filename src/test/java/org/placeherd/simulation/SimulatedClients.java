package org.placeherd.simulation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.placeherd.node.AtText;
import org.placeherd.node.Outcome;

/// The clients of a simulated herd: they report in odd numbers, at equal times, with clocks years
/// off, ask anybody at any time, are deleted, and check every answer.
final class SimulatedClients {
  private static final List<String> NAMES =
      List.of("kiwi", "\u00e9tudiant", "n".repeat(90), "\u00ff", "durian");
  private static final List<String> POSITIONS =
      List.of(
          "+34.0-118.0",
          "+34-118",
          "+34.000-118.000",
          "+34.068930-118.445127",
          "-0.0+0.0",
          "+90.+180.",
          "-33.8570000001+151.2150000000000000001");

  /// Near the start, many of them one number in other digits.
  private static final List<String> TIMES =
      List.of(
          "1479413884.5",
          "1479413884.50",
          "01479413884.500000000",
          "1479413884.500000000001",
          "1479413884.5000000000009",
          "1479413884.500000001",
          "1479413884.5000004",
          "1479413885",
          "1479413885.",
          "1479413895.25");

  private static final List<String> TIMES_YEARS_OFF =
      List.of(
          "0",
          "160000",
          "1000000000.25",
          "2000000000",
          "4102444800.5",
          "9223372035.999999999",
          "9223372036.5",
          "13569465600.25",
          "13569465600.2500000000001",
          "99999999999999");
  private static final List<String> NO_COMMANDS =
      List.of("LLL", "", "? what", "IAMAT kiwi here now", "WHATSAT nobody 1 1", "\u0000");

  /// What a server says of a client that it does not know.
  static final String NOTHING = "nothing";

  private static final BigInteger MOST_AHEAD = BigInteger.valueOf(10_000_000_000L);
  private static final Pattern DELTA = Pattern.compile("[+-](0|[1-9]\\d*)\\.\\d{9}");

  private final SimulatedWorld world;
  private final int clients;
  private int linesSent;

  SimulatedClients(SimulatedWorld world) {
    this.world = world;
    clients = world.chance().between(1, NAMES.size());
  }

  /// How many lines were sent to our servers.
  int linesSent() {
    return linesSent;
  }

  List<String> names() {
    return NAMES.subList(0, clients);
  }

  /// What one of them says to an old-style server.
  String report() {
    return String.join(
        " ", "IAMAT", world.chance().of(names()), world.chance().of(POSITIONS), time());
  }

  private String time() {
    int kind = world.chance().between(0, 99);
    if (kind < 50) {
      return world.chance().of(TIMES);
    }
    return kind < 65 ? world.chance().of(TIMES_YEARS_OFF) : seconds(world.nowNanos());
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).toPlainString();
  }

  void say(SimulatedServer server) {
    say(server, () -> {});
  }

  /// Reports something; does `then` when that was answered.
  void say(SimulatedServer server, Runnable then) {
    if (server.isRunning()) {
      report(server, report(), then);
    }
  }

  /// A report of the present moment.
  void sayNow(SimulatedServer server, String client) {
    report(server, String.join(" ", "IAMAT", client, "+1+1", seconds(world.nowNanos())), () -> {});
  }

  private void report(SimulatedServer server, String iamat, Runnable then) {
    long receiveNanos = server.clock().nowNanos();
    boolean mayRefuse = server.mayRefuse();
    String line = iamat + SaidTelemetry.behind(iamat);
    world.said().say(server.name(), iamat, receiveNanos);
    ask(
        server,
        line,
        (answer, saved) -> {
          if (!mayRefuse || !answer.equals("? " + line + "\n")) {
            reported(server, iamat, receiveNanos, answer, saved);
          }
          then.run();
        });
  }

  private static void reported(
      SimulatedServer server, String iamat, long receiveNanos, String answer, boolean saved) {
    if (!answer.startsWith("AT ")) {
      throw wrong(server, iamat, answer);
    }
    AtText report = AtText.of(answer);
    boolean right =
        answer.equals(report + "\n")
            && report.server().equals(server.name())
            && iamat.equals(SaidReports.iamat(report))
            && DELTA.matcher(report.delta()).matches()
            && SaidReports.isReceivedAt(report, receiveNanos);
    if (!right) {
      throw wrong(server, iamat, answer);
    }
    server.shows(report, saved);
    if (saved) {
      server.acknowledges(report);
    }
  }

  private static Finding wrong(SimulatedServer server, String line, String answer) {
    return Checker.REPLY.found(server.name() + " answered '" + line + "' by '" + answer + "'");
  }

  /// Asks the others all, so that they have to remember what only this one may have said.
  void askOthers(SimulatedServer one, List<SimulatedServer> servers) {
    servers.stream().filter(server -> server != one).forEach(this::askAll);
  }

  /// Asks a server about everybody.
  void askAll(SimulatedServer server) {
    if (server.isRunning()) {
      names().forEach(name -> whereIs(server, name, _ -> {}));
    }
  }

  void askSomething(SimulatedServer server) {
    if (server.isRunning()) {
      whereIs(server, world.chance().of(names()), _ -> {});
    }
  }

  /// What the server says of a client, checked against all it has shown; [#NOTHING] for nothing.
  void whereIs(SimulatedServer server, String client, Consumer<String> result) {
    ask(
        server,
        "WHATSAT " + client + " 0 0",
        (answer, saved) -> result.accept(requireNoLessThanShown(server, client, answer, saved)));
  }

  private String requireNoLessThanShown(
      SimulatedServer server, String client, String answer, boolean saved) {
    AtText known = server.shown().get(client);
    if (answer.startsWith("?")) {
      showsNothing(server, client, saved);
      return NOTHING;
    }
    String line = answer.substring(0, answer.indexOf('\n'));
    AtText report = world.said().require(line);
    if (known != null && report.compareTo(known) < 0) {
      throw Checker.WENT_BACK.found(
          server.name() + " went back from '" + known + "' to '" + report + "'");
    }
    requireBelievable(server, report);
    server.shows(report, saved);
    return line;
  }

  /// Who knew a client and knows it no more has heard that it was deleted.
  private void showsNothing(SimulatedServer server, String client, boolean saved) {
    AtText known = server.shown().get(client);
    if (known != null && !known.isGone()) {
      AtText deletion =
          world
              .said()
              .deletionBehind(known)
              .orElseThrow(() ->
                  Checker.WENT_BACK.found(
                      server.name() + " knew '" + known + "' and knows it no more"));
      server.shows(deletion, saved);
    }
  }

  /// Somebody has a client deleted.
  void forget(SimulatedServer server) {
    if (server.isRunning()) {
      forget(server, world.chance().of(names()));
    }
  }

  private void forget(SimulatedServer server, String client) {
    long nowNanos = server.clock().nowNanos();
    boolean mayRefuse = server.mayRefuse();
    boolean saved = server.isSaved();
    Optional<AtText> before = server.line(client).map(AtText::of);
    boolean wasThere = before.isPresent() && !before.get().isGone();
    server.forget(
        client,
        outcome -> {
          Optional<AtText> after = server.line(client).map(AtText::of);
          boolean right =
              switch (outcome) {
                case STORED -> wasThere && isDeletion(server, before.get(), after.get(), nowNanos);
                case DISK_FULL -> mayRefuse && after.equals(before);
                default -> !wasThere && after.equals(before);
              };
          if (!right) {
            throw Checker.REPLY.found(
                "%s was to delete what it knew as %s: %s, and knows %s"
                    .formatted(server.name(), before, outcome, after));
          }
          if (outcome == Outcome.STORED) {
            world.said().delete(after.get());
            return () -> server.shows(after.get(), saved);
          }
          boolean showsNothing = outcome != Outcome.DISK_FULL;
          return showsNothing ? () -> showsNothing(server, client, saved) : () -> {};
        });
  }

  private static boolean isDeletion(
      SimulatedServer server, AtText before, AtText after, long nowNanos) {
    return after.isGone()
        && after.server().equals(server.name())
        && DELTA.matcher(after.delta()).matches()
        && after.compareTo(before) > 0
        && new BigDecimal(after.time()).compareTo(BigDecimal.valueOf(nowNanos, 9)) >= 0;
  }

  /// Nobody believes another server whose clock is more than ten seconds ahead of his own.
  private static void requireBelievable(SimulatedServer server, AtText report) {
    BigInteger latest = BigInteger.valueOf(server.clock().latestNanos());
    boolean early = report.receiveNanos().subtract(latest).compareTo(MOST_AHEAD) > 0;
    if (early && !report.server().equals(server.name())) {
      throw Checker.CLOCK.found(server.name() + " shows too early: " + report);
    }
  }

  /// Something that is no command.
  void babble(SimulatedServer server) {
    if (server.isRunning()) {
      String line = world.chance().of(NO_COMMANDS);
      String right = line.startsWith("?") ? "" : "? " + line + "\n";
      ask(
          server,
          line,
          (answer, _) -> {
            if (!answer.equals(right)) {
              throw wrong(server, line, answer);
            }
          });
    }
  }

  /// @param answer takes the answer, when it comes, and whether what it says is on the server's
  ///   disk
  private void ask(SimulatedServer server, String line, BiConsumer<String, Boolean> answer) {
    linesSent++;
    boolean saved = server.isSaved();
    server.ask(line, text -> answer.accept(text, saved));
  }
}
