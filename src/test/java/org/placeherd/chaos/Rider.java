package org.placeherd.chaos;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.placeherd.chaos.Ledger.Question;
import org.placeherd.chaos.Ledger.Report;

/// One thread that is some clients, and talks to all servers as chance has it. Whatever fails, it
/// goes on with the next server.
final class Rider implements Runnable {
  private static final int CLIENTS = 6;
  private static final int LINES_AT_ONCE = 6;

  /// A server that is silent so long has failed.
  private static final int PATIENCE_MILLIS = 1_000;

  /// A server that failed is left alone for so many turns.
  private static final int TURNS_ALONE = 30;

  /// Between two turns, so that the servers have some of the machine.
  private static final long THINK_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final HerdOfProcesses herd;
  private final Ledger ledger;
  private final int number;
  private final Random chance;
  private final Map<String, Conversation> open = new HashMap<>();
  private final Map<String, Integer> leftAloneUntil = new HashMap<>();
  private int turns;
  private long lastNanos;
  private volatile boolean isStopped;

  Rider(HerdOfProcesses herd, Ledger ledger, int number, Random chance) {
    this.herd = herd;
    this.ledger = ledger;
    this.number = number;
    this.chance = chance;
  }

  void stop() {
    isStopped = true;
  }

  @Override
  public void run() {
    for (; !isStopped; turns++) {
      int turn = chance.nextInt(100);
      String server = HerdOfProcesses.NAMES.get(chance.nextInt(HerdOfProcesses.NAMES.size()));
      if (turn < 60) {
        attempt(server, this::report);
      } else if (turn < 90) {
        attempt(server, this::ask);
      } else if (turn < 95) {
        reportToTwo(server);
      } else {
        attempt(server, this::hangUp);
      }
      LockSupport.parkNanos(THINK_NANOS);
    }
    List.copyOf(open.keySet()).forEach(this::leave);
  }

  /// What is said to one server.
  private interface Turn {
    void take(String server, Conversation conversation) throws IOException;
  }

  /// Where it fails, what was said may have been heard or not.
  private void attempt(String server, Turn turn) {
    if (turns < leftAloneUntil.getOrDefault(server, 0)) {
      return;
    }
    try {
      Conversation conversation = open.get(server);
      if (conversation == null) {
        conversation = new Conversation(herd.address(server), PATIENCE_MILLIS);
        open.put(server, conversation);
      }
      turn.take(server, conversation);
    } catch (IOException e) {
      leave(server);
      leftAloneUntil.put(server, turns + TURNS_ALONE);
    }
  }

  private void leave(String server) {
    Conversation conversation = open.remove(server);
    if (conversation != null) {
      try {
        conversation.close();
      } catch (IOException e) {
        ledger.violation("a socket could not be closed: " + e.getMessage());
      }
    }
  }

  private void report(String server, Conversation conversation) throws IOException {
    List<Report> reports = new ArrayList<>();
    for (int i = chance.nextInt(LINES_AT_ONCE); i >= 0; i--) {
      boolean late = chance.nextInt(10) == 0;
      reports.add(newReport(server, ownClient(), newTime(late ? -chance.nextLong(20) : 0)));
    }
    send(conversation, reports);
    for (Report report : reports) {
      ledger.answered(report, conversation.line());
    }
  }

  private void send(Conversation conversation, List<Report> reports) throws IOException {
    reports.forEach(ledger::sends);
    conversation.send(
        reports.stream().map(report -> report.line() + "\n").collect(Collectors.joining()));
  }

  private void ask(String server, Conversation conversation) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (int i = chance.nextInt(LINES_AT_ONCE); i >= 0; i--) {
      questions.add(ledger.asks(server, client(chance.nextInt(Load.RIDERS))));
    }
    conversation.send(
        questions.stream()
            .map(question -> "WHATSAT " + question.client() + " 0 0\n")
            .collect(Collectors.joining()));
    for (Question question : questions) {
      ledger.answered(question, conversation.answer());
    }
  }

  /// The same client is in two places at the same time, and says so.
  private void reportToTwo(String server) {
    String client = ownClient();
    String time = newTime(0);
    for (String each : List.of(server, HerdOfProcesses.NAMES.get(chance.nextInt(5)))) {
      attempt(
          each,
          (_, conversation) -> {
            Report report = newReport(each, client, time);
            send(conversation, List.of(report));
            ledger.answered(report, conversation.line());
          });
    }
  }

  private void hangUp(String server, Conversation conversation) throws IOException {
    open.remove(server);
    send(conversation, List.of(newReport(server, ownClient(), newTime(0))));
    conversation.reset();
  }

  private Report newReport(String server, String client, String time) {
    return new Report(server, client, ledger.newPosition(), time);
  }

  private String ownClient() {
    return client(number);
  }

  private String client(int rider) {
    return "rider%d-%d".formatted(rider, chance.nextInt(CLIENTS));
  }

  /// Later than all before, and that many seconds off.
  private String newTime(long seconds) {
    Instant now = Instant.now();
    lastNanos = Math.max(lastNanos + 1, now.getEpochSecond() * NANOS_A_SECOND + now.getNano());
    return "%d.%09d".formatted(lastNanos / NANOS_A_SECOND + seconds, lastNanos % NANOS_A_SECOND);
  }
}
