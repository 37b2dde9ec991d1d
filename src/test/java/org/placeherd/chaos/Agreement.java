package org.placeherd.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Asks every running server of a herd for every client, and holds the answers against the ledger.
/// There must be no load.
final class Agreement {
  /// How long a herd on a loaded machine may take to agree once all is well: links come back within
  /// two seconds, and what no link has noticed is found by a comparison every ten, with anybody.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Between two looks at the herd.
  private static final Duration LOOK = Duration.ofMillis(100);

  /// No server of ours is silent so long, unless it is stopped.
  private static final int ANSWER_MILLIS = 30_000;

  private static final int QUESTIONS_AT_ONCE = 100;

  private Agreement() {}

  /// Waits until all say the same of every client, and it is what the ledger allows.
  static void await(HerdOfProcesses herd, Ledger ledger) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> problems = problems(herd, ledger);
    while (!problems.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(String.join("\n", problems) + "\n" + herd.errors());
      }
      Thread.sleep(LOOK);
      problems = problems(herd, ledger);
    }
  }

  /// What keeps them from agreement now.
  static List<String> problems(HerdOfProcesses herd, Ledger ledger) throws IOException {
    Map<String, Map<String, String>> views = new TreeMap<>();
    for (String name : herd.running()) {
      views.put(name, view(herd, name, ledger));
    }
    ledger.requireNoViolation();
    return ledger.problems(views);
  }

  /// The AT line of every client that one server knows.
  static Map<String, String> view(HerdOfProcesses herd, String name, Ledger ledger)
      throws IOException {
    Map<String, String> view = new HashMap<>();
    List<String> clients = List.copyOf(ledger.clients());
    try (Conversation asker = new Conversation(herd.address(name), ANSWER_MILLIS)) {
      for (int from = 0; from < clients.size(); from += QUESTIONS_AT_ONCE) {
        ask(
            asker,
            name,
            clients.subList(from, Math.min(clients.size(), from + QUESTIONS_AT_ONCE)),
            ledger,
            view);
      }
    }
    return view;
  }

  private static void ask(
      Conversation asker,
      String name,
      List<String> clients,
      Ledger ledger,
      Map<String, String> view)
      throws IOException {
    List<Ledger.Question> questions =
        clients.stream().map(client -> ledger.asks(name, client)).toList();
    asker.send(clients.stream().map("WHATSAT %s 0 0\n"::formatted).collect(Collectors.joining()));
    for (Ledger.Question question : questions) {
      String answer = asker.answer();
      ledger.answered(question, answer);
      if (!answer.startsWith("?")) {
        view.put(question.client(), answer);
      }
    }
  }
}
