package org.placeherd.ops;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// A file of lines that becomes `.1` when it is full, `.1` becoming `.2` and so on; the oldest is
/// deleted. After a failure it is opened anew by its name, so a disk that was full, unmounted or
/// read-only for a while is taken up again. For one thread.
final class RotatingFile implements LineFile {
  private final Path path;
  private final long fileBytes;
  private final int files;
  private @Nullable FileChannel channel;
  private long size;

  /// False when a failure left the file within a line, and the next bytes are the rest of it.
  private boolean atLineStart = true;

  /// Opens `path` to append to it, making it where it is missing.
  ///
  /// @param fileBytes a file is full when the next block of lines would make it larger than this
  /// @param files how many files are kept, the current one included; at least 1
  RotatingFile(Path path, long fileBytes, int files) throws IOException {
    this.path = path;
    this.fileBytes = fileBytes;
    this.files = files;
    FileChannel opened = opened();
    if (!endsWithLine()) { // the server was killed while it wrote
      opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
      size = opened.size();
    }
  }

  @Override
  public void append(ByteBuffer lines) throws IOException {
    try {
      if (atLineStart && opened().size() > 0 && size + lines.remaining() > fileBytes) {
        rotate();
      }
      FileChannel file = opened();
      while (lines.hasRemaining()) {
        size += file.write(lines);
        atLineStart = !lines.hasRemaining();
      }
    } catch (IOException e) {
      closeQuietly(e);
      throw e;
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel current = channel;
    if (current == null) {
      current = FileChannel.open(path, CREATE, APPEND);
      channel = current;
      size = current.size();
    }
    return current;
  }

  private boolean endsWithLine() throws IOException {
    if (size == 0) {
      return true;
    }
    try (FileChannel reader = FileChannel.open(path, READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return reader.read(last, size - 1) < 1 || last.get(0) == '\n';
    }
  }

  /// Moves every file up by one, from the first gap downwards, so that doing it again after it
  /// failed halfway loses nothing.
  private void rotate() throws IOException {
    opened().close();
    channel = null;
    if (files == 1) {
      Files.delete(path);
      return;
    }
    int gap = 1;
    while (gap < files - 1 && Files.exists(numbered(gap))) {
      gap++;
    }
    for (int i = gap; i >= 1; i--) {
      Files.move(numbered(i - 1), numbered(i), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path numbered(int number) {
    return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
  }

  private void closeQuietly(IOException cause) {
    FileChannel current = channel;
    channel = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel current = channel;
    channel = null;
    if (current != null) {
      try (current) {
        current.force(true);
      }
    }
  }
}
