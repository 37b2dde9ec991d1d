package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/// A directory with the places of one or more sources, as `places import` fills it and a server
/// reads it.
///
/// Each source has its own index in a directory below. The file `CURRENT` names those that count, a
/// line each, and is replaced whole: whoever reads has the old places or the new ones. What is no
/// longer named is deleted; who has it open can read on.
public final class PlacesFolder implements EmbeddedPlaces.Opener {
  private static final String CURRENT = "CURRENT";
  private static final String CURRENT_NEW = "CURRENT.new";
  private static final String LOCK = "import.lock";

  /// Behind the name of an index that is being written.
  private static final String PART = ".part";

  private static final String INDEX_NAME = ".*-\\d{1,18}";
  private static final String SOURCE_NAME = "[A-Za-z0-9_]{1,40}";

  private final Path path;
  private final boolean allowsSynthetic;

  /// The directory, which need not exist yet.
  public PlacesFolder(Path path) {
    this(path, true);
  }

  /// The directory, for a server.
  ///
  /// @param allowsSynthetic whether it may have places that were made up
  PlacesFolder(Path path, boolean allowsSynthetic) {
    this.path = path;
    this.allowsSynthetic = allowsSynthetic;
  }

  /// What `CURRENT` says; empty where nothing was imported yet.
  @Override
  public String version() throws IOException {
    try {
      return Files.readString(path.resolve(CURRENT), UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Opens all that counts now.
  ///
  /// @throws IOException with what is wrong and what to do, when there is nothing or it cannot be
  ///   read
  @Override
  public PlaceIndex open() throws IOException {
    return open(version().lines().toList());
  }

  private PlaceIndex open(List<String> indexes) throws IOException {
    if (indexes.isEmpty()) {
      throw new IOException(
          "there are no places in %s; import some: placeherd places import FILE --into %s"
              .formatted(path, path));
    }
    List<Directory> directories = new ArrayList<>();
    for (String index : indexes) {
      directories.add(new MMapDirectory(path.resolve(index)));
    }
    try {
      return checked(PlaceIndex.open(directories));
    } catch (IOException e) {
      throw new IOException("cannot open the places in %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private PlaceIndex checked(PlaceIndex open) throws IOException {
    if (!allowsSynthetic && open.sources().stream().anyMatch(PlacesSource::isSynthetic)) {
      open.close();
      throw new IOException(
          "they are synthetic, made up for load tests; serve them with --allow-synthetic");
    }
    return open;
  }

  /// What is there of a source.
  ///
  /// @param bytes on the disk
  public record Contents(PlacesSource source, int places, long bytes) {}

  /// What counts now.
  ///
  /// @throws IOException as [#open]
  public List<Contents> contents() throws IOException {
    List<String> indexes = version().lines().toList();
    try (PlaceIndex open = open(indexes)) {
      List<Contents> contents = new ArrayList<>();
      for (int i = 0; i < indexes.size(); i++) {
        contents.add(
            new Contents(
                open.sources().get(i), open.places(i), bytes(path.resolve(indexes.get(i)))));
      }
      return contents;
    }
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /// Answers one query; a server keeps the index open instead.
  ///
  /// @throws IOException as [#open]
  public byte[] search(PlacesQuery query) throws IOException {
    try (PlaceIndex open = open()) {
      return open.nearby(query);
    }
  }

  /// Begins to replace the places of a source.
  ///
  /// @throws IOException when the directory cannot be written, or somebody else imports into it
  public Replacement replace(PlacesSource source) throws IOException {
    if (!source.name().matches(SOURCE_NAME)) {
      throw new IOException(
          "'%s' cannot name a source: use letters, digits and _".formatted(source.name()));
    }
    Files.createDirectories(path);
    FileChannel lock = lock();
    try {
      return new Replacement(source, freeNumber(), lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Held until the channel is closed, also by a kill.
  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another import of this process has it.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "another import into %s is under way; wait until it has ended".formatted(path));
  }

  /// No index of that number is there, nor was any that somebody may still have open.
  private long freeNumber() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return 1
          + files
              .map(file ->
                  String.valueOf(file.getFileName()).replaceFirst("\\Q" + PART + "\\E$", ""))
              .filter(name -> name.matches(INDEX_NAME))
              .mapToLong(name -> Long.parseLong(name.substring(name.lastIndexOf('-') + 1)))
              .max()
              .orElse(0);
    }
  }

  /// source -> index
  private Map<String, String> counting() throws IOException {
    Map<String, String> counting = new TreeMap<>();
    version().lines().forEach(index -> counting.put(sourceOf(index), index));
    return counting;
  }

  private static String sourceOf(String index) {
    return index.substring(0, index.lastIndexOf('-'));
  }

  /// New places of a source that do not count yet.
  public final class Replacement implements AutoCloseable {
    private final String source;
    private final String index;
    private final Path part;
    private final PlaceIndexWriter writer;
    private final FileChannel lock;
    private boolean finished;

    private Replacement(PlacesSource source, long number, FileChannel lock) throws IOException {
      this.lock = lock;
      this.source = source.name();
      removeLeftovers();
      this.index = source.name() + "-" + number;
      this.part = path.resolve(index + PART);
      this.writer = new PlaceIndexWriter(new MMapDirectory(part));
    }

    /// What an import that was killed has left goes: what it did not finish, and what it replaced.
    private void removeLeftovers() throws IOException {
      List<String> counting = version().lines().toList();
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(PART) || (name.matches(INDEX_NAME) && !counting.contains(name))) {
            IOUtils.rm(file);
          }
        }
      }
    }

    /// Where the places go.
    public PlaceIndexWriter writer() {
      return writer;
    }

    /// From now on these places count, and not what the source had before.
    ///
    /// @param known what is known of the source by now; its name is the same
    /// @return how many places there are, each id once
    public long finish(PlacesSource known) throws IOException {
      long places = writer.finish(known);
      writer.close();
      Files.move(part, path.resolve(index), StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      Map<String, String> counting = counting();
      String replaced = counting.put(source, index);
      String text = counting.values().stream().map(i -> i + "\n").collect(Collectors.joining());
      Path next = path.resolve(CURRENT_NEW);
      Files.writeString(next, text, UTF_8);
      IOUtils.fsync(next, false);
      IOUtils.fsync(path, true);
      Files.move(next, path.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
      IOUtils.fsync(path, true);
      if (replaced != null) {
        removeReplaced(path.resolve(replaced));
      }
      return places;
    }

    /// Where it cannot be removed the new places count all the same, and the next import tries
    /// again.
    private void removeReplaced(Path replaced) {
      try {
        IOUtils.rm(replaced);
      } catch (IOException e) {
        System.getLogger(PlacesFolder.class.getName())
            .log(
                System.Logger.Level.WARNING, "The places that were replaced cannot be removed.", e);
      }
    }

    /// Throws away what was not finished.
    @Override
    public void close() throws IOException {
      try (lock) {
        if (!finished) {
          writer.close();
          IOUtils.rm(part);
        }
      }
    }
  }

  /// The directory.
  @Override
  public String toString() {
    return path.toString();
  }
}
