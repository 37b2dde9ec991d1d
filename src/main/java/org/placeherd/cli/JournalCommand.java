package org.placeherd.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.placeherd.journal.Disk;
import org.placeherd.journal.FileDisk;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalInspection;
import org.placeherd.server.JournalCompaction;
import org.placeherd.server.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd journal`: looks at what a server has on its disk, also while the server runs; or
/// makes it shorter while it does not.
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Checks, prints or compacts what a server has on its disk.",
    subcommands = {
      JournalCommand.Verify.class,
      JournalCommand.Dump.class,
      JournalCommand.Compact.class
    },
    footer = {
      "",
      "Examples:",
      "  placeherd journal verify data/journal-Alford",
      "  placeherd journal dump data/journal-Alford | grep kiwi",
      "  placeherd journal compact data/journal-Alford"
    })
final class JournalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say what to do with it: journal verify, journal dump or journal compact");
  }

  /// The directory that a command looks at.
  static final class Directory {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory of the journal.")
    private Path path = Path.of("");

    Disk disk() throws CommandFailure {
      if (!Files.isDirectory(path)) {
        throw new CommandFailure("There is no directory " + path + ".");
      }
      return FileDisk.readOnly(path);
    }

    CommandFailure failure(IOException e) {
      return new CommandFailure(
          e instanceof NoSuchFileException
              ? "The journal in " + path + " changed while it was read; try again."
              : "Cannot read the journal in " + path + ": " + CommandFailure.reason(e) + ".");
    }
  }

  /// `placeherd journal verify`
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads everything and says what is there and what is damaged. Changes nothing.",
        "Exit codes: 0 sound, 1 damaged or not readable."
      })
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Directory directory = new Directory();

    @Override
    public Integer call() throws CommandFailure {
      try {
        return print(JournalInspection.of(directory.disk()), spec.commandLine().getOut());
      } catch (JournalException e) {
        throw new CommandFailure(e.sentence());
      } catch (IOException e) {
        throw directory.failure(e);
      }
    }

    private static int print(JournalInspection inspection, PrintWriter out) {
      out.println(
          inspection
              .server()
              .map(name -> "The journal of " + name + ":")
              .orElse("A journal; no file says any more of which server:"));
      Table table = new Table();
      for (JournalInspection.FileReport file : inspection.files()) {
        table.add(file.name(), file.bytes() + " bytes", file.state());
      }
      out.print(table.text("  "));
      inspection.alarms().forEach(out::println);
      out.println(
          inspection.isSound()
              ? "Sound."
              : "A server that starts on it uses every line that is intact and gets the rest from"
                  + " its neighbours.");
      out.flush();
      return inspection.isSound() ? 0 : StartupException.FAILURE;
    }
  }

  /// `placeherd journal dump`
  @Command(
      name = "dump",
      mixinStandardHelpOptions = true,
      description = {
        "Prints all intact AT lines in the order in which they stand in the files.",
        "Exit codes: 0 sound, 1 damaged or not readable."
      })
  static final class Dump implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Directory directory = new Directory();

    @Option(names = "--checksums", description = "Print each line with its checksum.")
    private boolean checksums;

    @Override
    public Integer call() throws CommandFailure {
      try {
        OutputStream out = System.out; // bytes, as client names may be no text
        List<String> alarms = JournalInspection.dump(directory.disk(), checksums, out);
        out.flush();
        alarms.forEach(spec.commandLine().getErr()::println);
        return alarms.isEmpty() ? 0 : StartupException.FAILURE;
      } catch (JournalException e) {
        throw new CommandFailure(e.sentence());
      } catch (IOException e) {
        throw directory.failure(e);
      }
    }
  }

  /// `placeherd journal compact`
  @Command(
      name = "compact",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Leaves each client's newest line and nothing else. The server must not run.",
        "A running server does this by itself; give the herd's --config if it sets a tolerance.",
        "Exit codes: 0 compacted, 1 compacted and something had been damaged, or not compacted."
      })
  static final class Compact implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Directory directory = new Directory();

    @Mixin private HerdOptions herd = new HerdOptions();

    @Override
    public Integer call() throws CommandFailure, StartupException {
      directory.disk(); // says so if there is none
      try {
        JournalCompaction.Result result =
            JournalCompaction.run(directory.path, herd.configuration().herd().tolerance());
        spec.commandLine()
            .getOut()
            .printf(
                "%d lines became %d, one for each client, in %d bytes.%n",
                result.lines(), result.clients(), result.bytes());
        result.alarms().forEach(spec.commandLine().getErr()::println);
        return result.alarms().isEmpty() ? 0 : StartupException.FAILURE;
      } catch (JournalException e) {
        throw new CommandFailure(e.sentence());
      } catch (IOException e) {
        throw directory.failure(e);
      }
    }
  }
}
