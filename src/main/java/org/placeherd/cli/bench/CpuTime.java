package org.placeherd.cli.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// CPU time of other processes, from Linux's `/proc/PID/task/TID/schedstat`, whose first number is
/// the nanoseconds the thread has run (kernel document `scheduler/sched-stats`).
public final class CpuTime {
  private CpuTime() {}

  /// Whether there is such a process and its CPU time can be read.
  public static boolean isReadable(long pid) {
    return Files.isReadable(Path.of("/proc", Long.toString(pid), "schedstat"));
  }

  /// Nanoseconds all live threads of the processes have run; a thread that ended no longer counts.
  static long nanos(List<Long> pids) {
    long sum = 0;
    for (long pid : pids) {
      sum += nanos(pid);
    }
    return sum;
  }

  private static long nanos(long pid) {
    long sum = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        sum += threadNanos(thread.resolve("schedstat"));
      }
    } catch (IOException e) {
      throw new BenchFailure("Cannot read the CPU time of process " + pid + ": has it ended?", e);
    }
    return sum;
  }

  private static long threadNanos(Path schedstat) throws IOException {
    try {
      String line = Files.readString(schedstat);
      return Long.parseLong(line, 0, line.indexOf(' '), 10);
    } catch (NoSuchFileException e) {
      return 0; // The thread ended after the directory was listed.
    }
  }
}
