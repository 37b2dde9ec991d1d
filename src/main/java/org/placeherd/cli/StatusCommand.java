package org.placeherd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.SecretFile;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import org.placeherd.transport.HerdSecret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd status`: asks all servers of a herd at once how they are doing.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows how every server of the herd is doing.",
    footer = {
      "",
      "Examples:",
      "  placeherd status",
      "  placeherd status --config harbour.toml --json",
      "",
      ClientToken.HELP
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HerdOptions herd = new HerdOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<StatusAnswer> answers = ask(herd.configuration().herd());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(answers) + "\n" : table(answers) + waits(answers) + troubles(answers));
    out.flush();
    return answers.stream().anyMatch(StatusAnswer::isUp) ? 0 : StartupException.FAILURE;
  }

  private static List<StatusAnswer> ask(HerdConfig herd)
      throws InterruptedException, ExecutionException, StartupException {
    Optional<SSLContext> tls = HerdTls.asServer(herd);
    Optional<Path> file = herd.linePort().secretFile();
    Optional<HerdSecret> secret =
        file.isPresent() ? Optional.of(SecretFile.read(file.get())) : Optional.empty();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StatusAnswer>> pending = new ArrayList<>();
      for (ServerAddress server : herd.servers()) {
        pending.add(threads.submit(() -> StatusAnswer.ask(server, tls, secret)));
      }
      List<StatusAnswer> answers = new ArrayList<>();
      for (Future<StatusAnswer> answer : pending) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private static String json(List<StatusAnswer> answers) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode all = mapper.createObjectNode();
    ArrayNode servers = all.putArray("servers");
    for (StatusAnswer answer : answers) {
      ObjectNode server = servers.addObject();
      server.put("server", answer.server().name());
      server.put("address", answer.server().hostAndPort());
      server.put("up", answer.isUp());
      if (answer.isUp()) {
        server.set("status", answer.status());
      } else {
        server.put("reason", answer.problem());
      }
    }
    return mapper.writeValueAsString(all);
  }

  private static String table(List<StatusAnswer> answers) {
    Table table = new Table();
    table.add("SERVER", "ADDRESS", "STATE", "UPTIME", "CLIENTS", "CONNECTIONS", "LAG", "LINKS");
    for (StatusAnswer answer : answers) {
      String name = answer.server().name();
      String address = answer.server().hostAndPort();
      if (answer.isUp()) {
        JsonNode status = answer.status();
        table.add(
            name,
            address,
            state(status),
            span(status.path("uptime_ms")),
            status.path("clients").asText(),
            status.path("connections").asText(),
            span(status.path("lag_ms")),
            links(status.path("links")));
      } else {
        table.add(name, address, "down", answer.problem());
      }
    }
    return table.text("");
  }

  private static String state(JsonNode status) {
    if (status.path("journal").path("full").asBoolean()) {
      return "disk full";
    }
    return status.path("ready").asBoolean(true) ? "up" : "not ready";
  }

  /// What servers that are not ready wait for; nothing where all are.
  private static String waits(List<StatusAnswer> answers) {
    Table table = new Table();
    table.add("SERVER", "NOT READY");
    boolean isEmpty = true;
    for (StatusAnswer answer : answers) {
      for (JsonNode missing : answer.status().path("missing")) {
        isEmpty = false;
        table.add(answer.server().name(), missing.asText());
      }
    }
    return isEmpty ? "" : "\n" + table.text("");
  }

  /// Sources of places that have failed, under a table of their own; nothing where none has.
  private static String troubles(List<StatusAnswer> answers) {
    Table table = new Table();
    table.add("SERVER", "PLACES", "BREAKER", "FAILED", "LAST FAILURE");
    boolean isEmpty = true;
    for (StatusAnswer answer : answers) {
      JsonNode places = answer.status().path("places");
      List<JsonNode> failed = new ArrayList<>();
      places.path("sources").forEach(source -> addFailed(failed, source));
      if (failed.isEmpty()) {
        addFailed(failed, places);
      }
      for (JsonNode each : failed) {
        isEmpty = false;
        table.add(
            answer.server().name(),
            each.path("source").asText(each.path("provider").asText()),
            each.path("breaker").asText("-"),
            span(each.at("/last_failure/ago_ms")) + " ago",
            each.at("/last_failure/words").asText());
      }
    }
    return isEmpty ? "" : "\n" + table.text("");
  }

  private static void addFailed(List<JsonNode> failed, JsonNode candidate) {
    if (candidate.has("last_failure")) {
      failed.add(candidate);
    }
  }

  private static String span(JsonNode millis) {
    return millis.isIntegralNumber() ? Spans.text(Duration.ofMillis(millis.asLong())) : "-";
  }

  /// `Parker up, Welsh down (3 pending)`; an old-style peer is named as such.
  private static String links(JsonNode links) {
    List<String> texts = new ArrayList<>();
    for (JsonNode link : links) {
      boolean up = link.path("up").asBoolean();
      long pending = link.path("pending").asLong();
      texts.add(
          link.path("peer").asText()
              + (up ? " up" : " down")
              + (up && !link.path("hello").asBoolean() ? " old-style" : "")
              + (pending > 0 ? " (" + pending + " pending)" : ""));
    }
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }
}
