package org.placeherd.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.placeherd.node.AtText;

/// What clients said and were told, kept outside the herd, and what is wrong with what the herd
/// says afterwards. Threads may share it.
///
/// Reports are greater or less by the order of the protocol, as [AtText] has it. No two reports
/// that are sent are the same.
final class Ledger {
  /// More complaints than these say nothing new.
  private static final int PROBLEMS_MAX = 20;

  /// One IAMAT, and the server it was sent to.
  record Report(String server, String client, String position, String time) {
    String line() {
      return String.join(" ", "IAMAT", client, position, time);
    }
  }

  /// A WHATSAT that was sent.
  ///
  /// @param floor the greatest report of the client that the server had shown before
  record Question(String server, String client, Optional<AtText> floor) {}

  /// All that is known of one client.
  private static final class History {
    /// The reports that were sent, each with the AT line that acknowledged it, or an empty text.
    private final Map<Report, String> sent = new HashMap<>();

    /// The greatest that each server has acknowledged or shown.
    private final Map<String, AtText> shown = new HashMap<>();

    private Optional<AtText> greatestAcknowledged = Optional.empty();
  }

  private final Map<String, History> clients = new TreeMap<>();
  private final Map<String, LongAdder> acknowledged = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final List<String> violations = new ArrayList<>();
  private int positions;

  /// A position that no report has had yet.
  synchronized String newPosition() {
    positions++;
    return "+%02d.%06d-%03d.%06d"
        .formatted(positions / 1_000_000 % 90, positions % 1_000_000, 118, positions % 999_983);
  }

  /// A client is about to send this.
  synchronized void sends(Report report) {
    history(report.client).sent.put(report, "");
  }

  /// A server answered the report.
  synchronized void answered(Report report, String line) {
    History history = history(report.client);
    if (line.equals("? " + report.line())) {
      history.sent.remove(report); // so nobody may ever show it
      refused.increment();
      return;
    }
    if (!isLineOf(report, line)) {
      violation("%s answered '%s' with '%s'".formatted(report.server, report.line(), line));
      return;
    }
    AtText at = AtText.of(line);
    history.sent.put(report, line);
    history.greatestAcknowledged = greatest(history.greatestAcknowledged, at);
    history.shown.merge(report.server, at, Ledger::greater);
    acknowledged.computeIfAbsent(report.server, _ -> new LongAdder()).increment();
  }

  private static boolean isLineOf(Report report, String line) {
    String[] fields = line.split(" ", -1);
    return fields.length == 6
        && fields[0].equals("AT")
        && report.equals(new Report(fields[1], fields[3], fields[4], fields[5]));
  }

  /// A client is about to ask this server.
  synchronized Question asks(String server, String client) {
    return new Question(server, client, Optional.ofNullable(history(client).shown.get(server)));
  }

  /// A server answered the question: with the AT line, or with the complaint that it does not know
  /// the client.
  synchronized void answered(Question question, String line) {
    if (line.startsWith("?")) {
      if (question.floor.isPresent()) {
        violation(wentBack(question, line));
      }
      return;
    }
    History history = history(question.client);
    isSaid(history, question.client, line).ifPresent(this::violation);
    AtText at = AtText.of(line);
    if (question.floor.isPresent() && at.compareTo(question.floor.get()) < 0) {
      violation(wentBack(question, line));
    }
    history.shown.merge(question.server, at, Ledger::greater);
  }

  private static String wentBack(Question question, String line) {
    return "%s went back: it had shown '%s' and then said '%s'"
        .formatted(question.server, question.floor.orElseThrow(), line);
  }

  /// What is wrong with the AT line of a client, if nobody has said that.
  private static Optional<String> isSaid(History history, String client, String line) {
    AtText at = AtText.of(line);
    Report report = new Report(at.server(), client, at.position(), at.time());
    String acknowledgement = history.sent.get(report);
    if (!at.client().equals(client) || acknowledgement == null) {
      return Optional.of("invented: '" + line + "' was said of " + client);
    }
    return acknowledgement.isEmpty() || acknowledgement.equals(line)
        ? Optional.empty()
        : Optional.of("'%s' was acknowledged, '%s' is shown".formatted(acknowledgement, line));
  }

  /// The server has lost its memory, and that is as it should be.
  synchronized void forgets(String server) {
    clients.values().forEach(history -> history.shown.remove(server));
  }

  /// Something is wrong that no later answer can put right.
  synchronized void violation(String sentence) {
    if (violations.size() < PROBLEMS_MAX) {
      violations.add(sentence);
    }
  }

  /// Fails if something is wrong that no later answer can put right.
  synchronized void requireNoViolation() {
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  /// All clients that ever said anything.
  synchronized Set<String> clients() {
    return new HashSet<>(clients.keySet());
  }

  /// How many reports this server has acknowledged.
  long acknowledgedBy(String server) {
    LongAdder count = acknowledged.get(server);
    return count == null ? 0 : count.sum();
  }

  /// How many reports have been acknowledged.
  long acknowledged() {
    return acknowledged.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// How many reports have been refused.
  long refused() {
    return refused.sum();
  }

  /// What is wrong, if no report is under way and these are all connected servers. Empty when all
  /// say the same of every client, and that is no less than what was acknowledged.
  ///
  /// @param views of each server the AT line of every client it knows
  synchronized List<String> problems(Map<String, Map<String, String>> views) {
    List<String> problems = new ArrayList<>();
    clients.forEach((client, history) -> {
      Set<String> lines = new HashSet<>();
      views.values().forEach(view -> lines.add(view.getOrDefault(client, "nothing")));
      if (lines.size() > 1) {
        problems.add("they disagree about %s: %s".formatted(client, views(views, client)));
      }
      for (String line : lines) {
        lost(history, line).ifPresent(problems::add);
      }
    });
    return problems.subList(0, Math.min(PROBLEMS_MAX, problems.size()));
  }

  private static Optional<String> lost(History history, String line) {
    boolean knows = !line.equals("nothing");
    return history
        .greatestAcknowledged
        .filter(at -> !knows || AtText.of(line).compareTo(at) < 0)
        .map(at -> "lost: '%s' was acknowledged, and now there is %s".formatted(at, line));
  }

  private static String views(Map<String, Map<String, String>> views, String client) {
    Map<String, String> lines = new TreeMap<>();
    views.forEach((server, view) -> lines.put(server, view.getOrDefault(client, "nothing")));
    return lines.toString();
  }

  /// Forgets what can win no more, after [#problems] has found none and if no server ever goes
  /// back: whatever is less than what all agreed on.
  synchronized void settle() {
    for (History history : clients.values()) {
      history.greatestAcknowledged.ifPresent(
          at -> history.sent.keySet().removeIf(report -> isLess(report, at)));
    }
  }

  /// Whether the report cannot be greater, whatever its Δ was. No clock here is ahead.
  private static boolean isLess(Report report, AtText than) {
    return AtText.of("AT - +0 - + " + report.time)
            .compareTo(AtText.of("AT - +0 - + " + than.time()))
        < 0;
  }

  private History history(String client) {
    return clients.computeIfAbsent(client, _ -> new History());
  }

  private static Optional<AtText> greatest(Optional<AtText> one, AtText other) {
    return Optional.of(one.map(at -> greater(at, other)).orElse(other));
  }

  private static AtText greater(AtText one, AtText other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
