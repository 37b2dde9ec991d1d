package org.placeherd.cli;

import java.io.PrintWriter;
import java.util.List;
import org.placeherd.server.Names;
import org.placeherd.server.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Has picocli run one command, and turns what goes wrong into one sentence. Apart from [Main], so
/// that a server starts without picocli.
final class PicocliRun {
  private static final int HELP_WIDTH = 100;

  private PicocliRun() {}

  /// Runs a command and returns its exit code.
  static int execute(Object command, PrintWriter out, PrintWriter err, String[] args) {
    CommandLine line = new CommandLine(command);
    line.setCommandName("placeherd " + line.getCommandName());
    line.getCommandSpec().version(Main.versionLine());
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(PicocliRun::explainUsage);
    line.setExecutionExceptionHandler(PicocliRun::explainFailure);
    return line.execute(SouthernPositions.protect(args));
  }

  private static int explainUsage(ParameterException problem, String[] args) {
    CommandLine line = problem.getCommandLine();
    String reason = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    reason = reason.replaceFirst("^Error: ", "").replaceFirst("\\.$", ""); // more follows
    String hint =
        problem instanceof UnmatchedArgumentException unmatched ? nearestOption(unmatched) : "";
    line.getErr()
        .println(
            "placeherd: "
                + Names.printable(reason)
                + hint
                + " (see "
                + line.getCommandSpec().qualifiedName()
                + " --help)");
    return StartupException.USAGE;
  }

  private static String nearestOption(UnmatchedArgumentException problem) {
    List<String> known =
        List.copyOf(problem.getCommandLine().getCommandSpec().optionsMap().keySet());
    return problem.getUnmatched().stream()
        .findFirst()
        .flatMap(word -> Names.nearest(word, known))
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  private static int explainFailure(Exception problem, CommandLine line, ParseResult parsed)
      throws Exception {
    return switch (problem) {
      case StartupException e -> Main.fail(line.getErr(), e.sentence(), e.exitCode());
      case CommandFailure e ->
          Main.fail(line.getErr(), String.valueOf(e.getMessage()), StartupException.FAILURE);
      default -> throw problem; // a mistake of ours: its trace is what we need
    };
  }
}
