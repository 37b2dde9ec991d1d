package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.placeherd.cli.bench.BenchFailure;
import org.placeherd.cli.bench.BenchOptions;
import org.placeherd.cli.bench.BenchPlan;
import org.placeherd.cli.bench.LoadGenerator;
import org.placeherd.cli.bench.Measurement;
import org.placeherd.cli.bench.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd bench`: drives servers with reports and questions and says how fast they answered.
///
/// Exit code 0 when every reply was good, 1 when the run failed, no reply came or one refused its
/// request, 2 for options out of range.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Drives one or more servers and says how fast they answer.",
      "Before the warm-up every client reports once, as fast as the server takes it."
    },
    footer = {
      "",
      "Examples:",
      "  placeherd bench --clients 1000000",
      "  placeherd bench --port 12490,12494 --rate 50000 --whatsat 5 --json"
    })
final class BenchCommand implements Callable<Integer> {
  /// How long a stopped process waits for the figures to be printed.
  private static final int PRINT_PATIENCE_SECONDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    BenchPlan plan = options.plan(spec.commandLine());
    CountDownLatch printed = new CountDownLatch(1);
    try (LoadGenerator generator = new LoadGenerator(plan, this::showProgress)) {
      Thread onSignal = stopOnSignal(generator, printed);
      try {
        return print(generator.run());
      } catch (BenchFailure failure) {
        return fail(failure.sentence());
      } finally {
        printed.countDown();
        forget(onSignal);
      }
    }
  }

  private void showProgress(String line) {
    if (!quiet) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(line);
      err.flush();
    }
  }

  private int print(Measurement result) throws IOException {
    if (result.seconds() <= 0) {
      return fail("stopped before measuring began, so there is nothing to report.");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Report.json(result) : Report.text(result));
    out.flush();
    long replies = result.counts().replies();
    long errors = result.counts().errors();
    if (replies == 0) {
      return fail("no reply came while measuring.");
    }
    if (errors > 0) {
      return fail(
          String.format(Locale.ROOT, "%,d of %,d replies refused the request.", errors, replies));
    }
    return 0;
  }

  private int fail(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("placeherd bench: " + sentence);
    err.flush();
    return 1;
  }

  /// On Ctrl-C the JVM ends when its hooks have; this one waits until the figures are out.
  private static Thread stopOnSignal(LoadGenerator generator, CountDownLatch printed) {
    Thread hook =
        new Thread(
            () -> {
              generator.stop();
              try {
                if (!printed.await(PRINT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("placeherd bench: stopped without printing.");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "bench-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is already shutting down, and the hook is what ended the run.
    }
  }
}
