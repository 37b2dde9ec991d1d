package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd whatsat`: asks one server where a client is and what is near it.
@Command(
    name = "whatsat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks a server where a client is and what is near it.",
    footer = {
      "",
      "Examples:",
      "  placeherd whatsat kiwi.cs.ucla.edu",
      "  placeherd whatsat kiwi.cs.ucla.edu 2.5 20 --server Welsh --json"
    })
final class WhatsatCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "CLIENT", description = "The client's name.")
  private String client = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RADIUS",
      defaultValue = "10",
      description = "How far to look, 0 to 50 km (default 10).")
  private String radius = "10";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "BOUND",
      defaultValue = "5",
      description = "Most places to list, 0 to 20 (default 5).")
  private String bound = "5";

  /// Two other forms of the same reply.
  static final class Form {
    @Option(names = "--json", description = "Print only the places, as JSON.")
    private boolean json;

    @Option(names = "--raw", description = "Print the reply byte for byte.")
    private boolean raw;
  }

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Mixin private ServerChoice choice = new ServerChoice();

  @Override
  public Integer call() throws StartupException, CommandFailure {
    String request =
        Request.of(
            "WHATSAT", client, SouthernPositions.restore(radius), SouthernPositions.restore(bound));
    ServerAddress server = choice.address();
    byte[] reply = ask(server, request);
    Request.requireTaken(server, request, reply);
    if (form.raw) {
      System.out.write(reply, 0, reply.length); // bytes: a client's name need not be text
      System.out.flush();
      return 0;
    }
    String text = new String(reply, StandardCharsets.UTF_8);
    int lineEnd = text.indexOf('\n');
    String json = text.substring(lineEnd + 1).strip();
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.json ? json + "\n" : explained(text.substring(0, lineEnd), json));
    out.flush();
    return 0;
  }

  private static byte[] ask(ServerAddress server, String request) throws CommandFailure {
    try (LineClient line = LineClient.connect(server, Request.PATIENCE)) {
      line.send(request);
      return line.readParagraph();
    } catch (IOException e) {
      throw CommandFailure.of(server, e);
    }
  }

  private static String explained(String line, String json) throws CommandFailure {
    AtReply at =
        AtReply.parse(line)
            .orElseThrow(() -> new CommandFailure("The reply is no AT line; see it with --raw."));
    return at.explained(Instant.now()) + "\n\n" + PlaceList.text(json, at.position());
  }
}
