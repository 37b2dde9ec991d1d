package org.placeherd.cli;

import java.util.List;
import org.placeherd.server.Names;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;

/// Finds out why a server refused a WHATSAT with more than three operands. The protocol's refusal
/// has no reason in it, so the server is asked for less until it answers.
final class WhatsatRefusal {
  /// The command, the client, the radius and the bound.
  private static final int PLAIN_WORDS = 4;

  /// Asks the server a question and brings its reply.
  interface Asker {
    byte[] ask(String request) throws StartupException, CommandFailure;
  }

  private WhatsatRefusal() {}

  /// Whether a request may be explained here.
  static boolean isWithFields(List<String> words) {
    return words.size() > PLAIN_WORDS;
  }

  /// The reason as one sentence.
  static CommandFailure explained(ServerAddress server, List<String> words, Asker asker)
      throws StartupException, CommandFailure {
    String client = words.get(1);
    String reason;
    if (isTaken(words.subList(0, PLAIN_WORDS), asker)) {
      reason = ofFields(words.subList(PLAIN_WORDS, words.size()));
    } else if (isTaken(List.of("WHATSAT", client, "0", "0"), asker)) {
      reason = "the radius is 0 to 50 km and the bound 0 to 20";
    } else {
      reason = "it knows no client " + Names.quoted(client);
    }
    return new CommandFailure(
        "%s refused %s: %s."
            .formatted(server.name(), Names.quoted(String.join(" ", words)), reason));
  }

  private static boolean isTaken(List<String> words, Asker asker)
      throws StartupException, CommandFailure {
    return asker.ask(Request.of(words.toArray(String[]::new)))[0] != '?';
  }

  /// What is right by the grammar is refused by a server only that takes none of it.
  private static String ofFields(List<String> fields) {
    for (String field : fields) {
      String value = field.substring(field.indexOf('=') + 1);
      if (field.startsWith("type=") && !value.matches("[a-z0-9_]{1,64}")) {
        return "a type is 1 to 64 small letters, digits and _, such as cafe";
      }
      if (field.startsWith("rank=") && !value.matches("distance|importance")) {
        return "a rank is distance or importance";
      }
      if (field.startsWith("name=") && value.isEmpty()) {
        return "the name is empty";
      }
    }
    return "it takes no --type, --name and --rank; servers do that have"
        + " places.whatsat-fields = true";
  }
}
