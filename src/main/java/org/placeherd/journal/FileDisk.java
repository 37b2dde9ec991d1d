package org.placeherd.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A directory of the operating system.
public final class FileDisk implements Disk {
  private static final String LOCK = "lock";

  /// Directories locked by this JVM. Asked before the lock file is opened, because closing any
  /// channel on that file would give up the lock of the first.
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final boolean readOnly;

  private FileDisk(Path directory, boolean readOnly) {
    this.directory = directory;
    this.readOnly = readOnly;
  }

  /// The directory, to write in; it and its parents are made where missing.
  public static FileDisk in(Path directory) throws IOException {
    Path missing = directory.toAbsolutePath();
    while (!Files.isDirectory(missing)) {
      Files.createDirectories(directory);
      missing = missing.getParent() == null ? directory.getRoot() : missing.getParent();
      sync(missing);
    }
    return new FileDisk(directory, false);
  }

  /// The directory, to look only: for tools beside a running server.
  public static FileDisk readOnly(Path directory) {
    return new FileDisk(directory, true);
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public DiskFile create(String name) throws IOException {
    try {
      return new OpenFile(FileChannel.open(directory.resolve(name), READ, WRITE, CREATE_NEW));
    } catch (IOException e) {
      throw named(e, 1);
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!isRegular(file)) {
      // A pipe would be waited for without end.
      throw new FileSystemException(name, null, "this is no regular file; move it elsewhere");
    }
    return new OpenFile(
        readOnly ? FileChannel.open(file, READ) : FileChannel.open(file, READ, WRITE));
  }

  /// Looks once: beside a tool that reads, a server renames and deletes.
  private static boolean isRegular(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        return false; // to nothing
      }
      throw e;
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try {
      Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw named(e, 1);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  public void syncDirectory() throws IOException {
    sync(directory);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock() throws IOException, JournalException {
    Path real = directory.toRealPath();
    if (!LOCKED.add(real)) {
      throw taken();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(real.resolve(LOCK), CREATE, WRITE);
      if (channel.tryLock() == null) {
        throw taken();
      }
      FileChannel held = channel;
      return () -> {
        try (held) {
          LOCKED.remove(real);
        }
      };
    } catch (IOException | JournalException e) {
      LOCKED.remove(real);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private JournalException taken() {
    return new JournalException(
        "The journal in "
            + directory
            + " is in use by another server; stop that one, or give this one a directory of its"
            + " own.");
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  /// Tells a lack of room from other errors: by what the system says and, as that may be in any
  /// language, by whether `bytes` would fit.
  private IOException named(IOException e, long bytes) {
    return isFull(e) || lacksRoom(bytes) ? new DiskFullException(reason(e), e) : e;
  }

  private static boolean isFull(IOException e) {
    String words = reason(e).toLowerCase(Locale.ROOT);
    return words.contains("no space left") || words.contains("quota exceeded");
  }

  private static String reason(IOException e) {
    return String.valueOf(e.getMessage());
  }

  private boolean lacksRoom(long bytes) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < bytes;
    } catch (IOException e) {
      return false; // the error it was asked for is reported
    }
  }

  /// A file of the operating system.
  private final class OpenFile implements DiskFile {
    /// One system call for nearly every group. The JDK keeps a buffer outside the heap of at most
    /// this size for each thread.
    private static final int CALL_BYTES = 1 << 20;

    private final FileChannel channel;

    OpenFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, byte[] bytes, int from, int to) throws IOException {
      int at = from;
      while (at < to) {
        ByteBuffer room = ByteBuffer.wrap(bytes, at, Math.min(to - at, CALL_BYTES));
        int count = channel.read(room, position + at - from);
        if (count <= 0) {
          break;
        }
        at += count;
      }
      return at - from;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int to) throws IOException {
      int at = from;
      try {
        while (at < to) {
          ByteBuffer some = ByteBuffer.wrap(bytes, at, Math.min(to - at, CALL_BYTES));
          at += channel.write(some, position + at - from);
        }
      } catch (IOException e) {
        throw named(e, to - at);
      }
    }

    @Override
    public void sync() throws IOException {
      try {
        channel.force(false); // fdatasync
      } catch (IOException e) {
        // No guess by the room that is left: a sync that failed for another reason is never
        // retried.
        throw isFull(e) ? new DiskFullException(reason(e), e) : e;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
