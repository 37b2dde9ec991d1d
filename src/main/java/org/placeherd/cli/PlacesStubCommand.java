package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import org.placeherd.places.PlacesProviders;
import org.placeherd.places.stub.PlacesStub;
import org.placeherd.places.stub.StubMode;
import org.placeherd.server.Names;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd places stub`
@Command(
    name = "stub",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Stands in for the sources behind HTTP, to try them without keys, money and a network.",
      "It answers as they do with the demo landmarks, shows what it is asked, and can be in trouble.",
      "Ctrl-C stops it."
    })
final class PlacesStubCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--port", paramLabel = "PORT", description = "Where it listens (default 8089).")
  private int port = 8_089;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "What it does with requests (default ok); it prints the modes that there are.")
  private String modeText = StubMode.OK.text();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    StubMode mode = mode();
    PrintWriter out = spec.commandLine().getOut();
    try (PlacesStub stub = PlacesStub.start(port, request -> out.println(request.shown()))) {
      stub.mode(mode);
      out.print(instructions(stub.url(), mode));
      out.flush();
      Thread.currentThread().join(); // until it is killed
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot listen on 127.0.0.1:%d (%s); choose another with --port."
              .formatted(port, e.getMessage()));
    }
  }

  private StubMode mode() {
    if (port < 0 || port > 65_535) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--port must be 0 to 65535");
    }
    return StubMode.named(modeText)
        .orElseThrow(() ->
            new CommandLine.ParameterException(
                spec.commandLine(),
                "--mode cannot be "
                    + Names.quoted(modeText)
                    + Names.hint(modeText, StubMode.texts())));
  }

  private static String instructions(URI url, StubMode mode) {
    StringBuilder text = new StringBuilder();
    text.append("# The stub is at %s; mode %s: %s.%n".formatted(url, mode.text(), mode.meaning()));
    text.append("# Other modes, from the next request on: curl %s/mode/NAME%n".formatted(url));
    for (StubMode each : StubMode.values()) {
      text.append("#   %-10s %s%n".formatted(each.text(), each.meaning()));
    }
    text.append("# To try it, put this into stub.toml:%n[places]%n".formatted());
    text.append("provider = \"chain:google-new,embedded\"%n".formatted());
    for (String source : PlacesProviders.sourceNames()) {
      text.append("[places.%s]%nbase-url = \"%s\"%n".formatted(source, url));
    }
    text.append(
        "# and start: GOOGLE_PLACES_API_KEY=%s placeherd serve Alford --config stub.toml%n"
            .formatted(PlacesStub.KEY));
    return text.toString();
  }
}
