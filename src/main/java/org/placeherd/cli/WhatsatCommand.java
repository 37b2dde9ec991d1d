package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "  placeherd whatsat kiwi.cs.ucla.edu 2.5 20 --server Welsh --json",
      "  placeherd whatsat kiwi.cs.ucla.edu --type cafe --name 'blue bottle'",
      "",
      ClientToken.HELP
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

  /// What only a server takes that was told to by `places.whatsat-fields`.
  static final class Filter {
    @Option(
        names = "--type",
        paramLabel = "TYPE",
        description = "Only places of this type, such as cafe, if the server takes it.")
    private Optional<String> type = Optional.empty();

    @Option(
        names = "--name",
        paramLabel = "WORDS",
        description = "Only those with these words in their names, if the server takes it.")
    private Optional<String> name = Optional.empty();

    @Option(
        names = "--rank",
        paramLabel = "distance|importance",
        description = "Which come first, if the server takes it (default distance).")
    private Optional<String> rank = Optional.empty();

    /// As they stand behind the operands of WHATSAT.
    private List<String> fields() {
      List<String> fields = new ArrayList<>();
      type.ifPresent(value -> fields.add("type=" + value));
      name.ifPresent(value -> fields.add("name=" + URLEncoder.encode(value, UTF_8)));
      rank.ifPresent(value -> fields.add("rank=" + value));
      return fields;
    }
  }

  /// Two other forms of the same reply.
  static final class Form {
    @Option(names = "--json", description = "Print only the places, as JSON.")
    private boolean json;

    @Option(names = "--raw", description = "Print the reply byte for byte.")
    private boolean raw;
  }

  @ArgGroup(exclusive = false)
  private Filter filter = new Filter();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Mixin private ServerChoice choice = new ServerChoice();

  @Override
  public Integer call() throws StartupException, CommandFailure {
    List<String> words = new ArrayList<>(List.of("WHATSAT", client));
    words.add(SouthernPositions.restore(radius));
    words.add(SouthernPositions.restore(bound));
    words.addAll(filter.fields());
    String request = Request.of(words.toArray(String[]::new));
    ServerAddress server = choice.address();
    byte[] reply = ask(server, request);
    if (reply[0] == '?' && WhatsatRefusal.isWithFields(words)) {
      throw WhatsatRefusal.explained(server, words, less -> ask(server, less));
    }
    Request.requireTaken(server, request, reply);
    if (form.raw) {
      System.out.write(reply, 0, reply.length); // bytes: a client's name need not be text
      System.out.flush();
      return 0;
    }
    String text = new String(reply, UTF_8);
    int lineEnd = text.indexOf('\n');
    String json = text.substring(lineEnd + 1).strip();
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.json ? json + "\n" : explained(text.substring(0, lineEnd), json));
    out.flush();
    return 0;
  }

  private byte[] ask(ServerAddress server, String request) throws StartupException, CommandFailure {
    try (LineClient line = choice.connect(server, spec.commandLine().getErr())) {
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
