package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The small file in which a server keeps what it has spent. It is replaced whole and synced, so
/// after a crash it is the old one or the new one.
final class BudgetFile {
  private final Path path;

  BudgetFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /// @throws IOException with what is wrong and what to do, when there is a file that cannot be
  ///   understood
  Spending read() throws IOException {
    try {
      return Spending.parse(Files.readString(path, UTF_8));
    } catch (NoSuchFileException e) {
      return Spending.NOTHING;
    } catch (IOException e) {
      throw new IOException(
          "cannot read what was spent on places from %s (%s); delete the file to count from 0"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /// Returns when it is on the disk.
  void write(Spending spending) throws IOException {
    Path directory = path.getParent();
    Files.createDirectories(directory);
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel file = FileChannel.open(next, WRITE, CREATE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = UTF_8.encode(spending.text());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel names = FileChannel.open(directory, READ)) {
      names.force(true);
    }
  }
}
