package org.placeherd.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system of a few MiB. Needs root; where it cannot be had, tests that need it are skipped
/// with a word.
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4_096;

  private final Path directory;
  private final Path filler;

  /// Whatever becomes of this process, nothing is left behind.
  private final Thread cleaner = new Thread(this::unmount);

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.filler = directory.resolve("filler");
  }

  /// Mounts it.
  static SmallDisk mount(Path directory, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    CommandLine mount =
        CommandLine.attempt(
            "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", directory.toString());
    assumeTrue(mount.worked(), () -> "no small disk can be mounted here: " + mount.output());
    SmallDisk disk = new SmallDisk(directory);
    Runtime.getRuntime().addShutdownHook(disk.cleaner);
    return disk;
  }

  /// Leaves no room.
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[BLOCK_BYTES]);
      }
    } catch (IOException e) {
      if (Files.getFileStore(directory).getUsableSpace() >= BLOCK_BYTES) {
        throw e;
      }
    }
  }

  /// There is room again.
  void empty() throws IOException {
    Files.delete(filler);
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(cleaner);
  }

  /// A server may have a file open still; then it goes when that does.
  private void unmount() {
    try {
      CommandLine.run("umount", "--lazy", directory.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
