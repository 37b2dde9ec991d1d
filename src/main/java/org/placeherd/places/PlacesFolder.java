package org.placeherd.places;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/// A directory with the places of one or more sources, as `places import` fills it and a server
/// reads it.
///
/// Each source has its own index in a directory below. [CurrentFile] names those that count. An
/// index that it no longer names is deleted; who has it open can read on. Nothing else is ever
/// deleted: an index is a directory with our marker in it.
public final class PlacesFolder implements EmbeddedPlaces.Opener {
  private static final String LOCK = "import.lock";

  /// Behind the name of an index that is being written.
  private static final String PART = ".part";

  /// Lies in each index, so that no other directory is taken for one and deleted.
  private static final String MARKER = "placeherd-index";

  private final Path path;
  private final CurrentFile current;
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
    this.current = new CurrentFile(path);
    this.allowsSynthetic = allowsSynthetic;
  }

  /// What `CURRENT` says; empty where nothing was imported yet.
  ///
  /// @throws IOException when it cannot be read, or is longer than one of ours
  @Override
  public String version() throws IOException {
    return current.text();
  }

  /// The directory of an index that counts. Looked for before it is opened, for Lucene would create
  /// it.
  private Path present(IndexName index) throws IOException {
    Path directory = path.resolve(index.toString());
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "the places in %s are damaged (%s is missing); import '%s' again"
              .formatted(path, index, index.source()));
    }
    return directory;
  }

  /// Looks whether a server can be told to show what is in here, now or after the first import.
  /// Opens no index.
  ///
  /// @throws IOException with what is wrong and what to do, when there is no such directory, it is
  ///   of something else, or indexes are missing in it
  void requireUsable() throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException(
          "%s is %s; import places into it: placeherd places import FILE --into %s"
              .formatted(path, Files.exists(path) ? "no directory" : "not there", path));
    }
    requireOurs();
    for (IndexName index : current.indexes().values()) {
      Path _ = present(index);
    }
  }

  /// Refuses the directory of something else, so that no import gets into it by a slip of the hand.
  private void requireOurs() throws IOException {
    if (current.exists() || Files.exists(path.resolve(LOCK))) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw new IOException(
            "%s is no directory of places, and is not empty; name a new directory or an empty one"
                .formatted(path));
      }
    }
  }

  /// Opens all that counts now.
  ///
  /// @throws IOException with what is wrong and what to do, when there is nothing or it cannot be
  ///   read
  @Override
  public PlaceIndex open() throws IOException {
    return open(current.indexes().values());
  }

  private PlaceIndex open(Collection<IndexName> indexes) throws IOException {
    if (indexes.isEmpty()) {
      throw new IOException(
          "there are no places in %s; import some: placeherd places import FILE --into %s"
              .formatted(path, path));
    }
    List<Path> present = new ArrayList<>();
    for (IndexName index : indexes) {
      present.add(present(index));
    }
    List<Directory> directories = new ArrayList<>();
    for (Path directory : present) {
      directories.add(new MMapDirectory(directory));
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
    List<IndexName> indexes = List.copyOf(current.indexes().values());
    try (PlaceIndex open = open(indexes)) {
      List<Contents> contents = new ArrayList<>();
      for (int i = 0; i < indexes.size(); i++) {
        contents.add(
            new Contents(open.sources().get(i), open.places(i), bytes(present(indexes.get(i)))));
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

  /// All types that places in here have.
  ///
  /// @throws IOException as [#open]
  public Set<String> types() throws IOException {
    try (PlaceIndex open = open()) {
      return open.types();
    }
  }

  /// Begins to replace the places of a source.
  ///
  /// @throws IOException when the directory cannot be written, is of something else, or somebody
  ///   else imports into it
  public Replacement replace(PlacesSource source) throws IOException {
    if (!IndexName.canBeOf(source.name())) {
      throw new IOException(
          "'%s' cannot name a source: use letters, digits and _".formatted(source.name()));
    }
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException("it is no directory");
    }
    Files.createDirectories(path);
    requireOurs();
    FileChannel lock = lock();
    try {
      return new Replacement(freeName(source.name()), lock);
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

  /// No index of its number is there, nor was any that somebody may still have open, and nothing of
  /// the user's has the name.
  private IndexName freeName(String source) throws IOException {
    long number = current.indexes().values().stream().mapToLong(IndexName::number).max().orElse(0);
    for (Path ours : indexes()) {
      number = Math.max(number, nameOf(ours).orElseThrow().number());
    }
    IndexName name = new IndexName(source, number + 1);
    while (isTaken(name.toString()) || isTaken(name + PART)) {
      name = new IndexName(source, name.number() + 1);
    }
    return name;
  }

  private boolean isTaken(String name) {
    return Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /// The directories in here that are certainly indexes of ours, whole or not.
  private List<Path> indexes() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(PlacesFolder::isIndex).toList();
    }
  }

  private static boolean isIndex(Path file) {
    return nameOf(file).isPresent()
        && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(file.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<IndexName> nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return IndexName.of(
        name.endsWith(PART) ? name.substring(0, name.length() - PART.length()) : name);
  }

  /// New places of a source that do not count yet.
  public final class Replacement implements AutoCloseable {
    private final IndexName index;
    private final Path part;
    private final PlaceIndexWriter writer;
    private final FileChannel lock;
    private boolean finished;

    private Replacement(IndexName index, FileChannel lock) throws IOException {
      this.lock = lock;
      this.index = index;
      this.part = path.resolve(index + PART);
      removeLeftovers();
      Files.createDirectory(part);
      Files.writeString(
          part.resolve(MARKER),
          "Places of Placeherd, which deletes them when it has newer ones.\n",
          US_ASCII);
      this.writer = new PlaceIndexWriter(new MMapDirectory(part));
    }

    /// What an import that was killed has left goes: what it did not finish, and what it replaced.
    private void removeLeftovers() throws IOException {
      Set<String> counting =
          current.indexes().values().stream().map(IndexName::toString).collect(Collectors.toSet());
      for (Path left : indexes()) {
        if (!counting.contains(String.valueOf(left.getFileName()))) {
          IOUtils.rm(left);
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
      Files.move(part, path.resolve(index.toString()), StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      Map<String, IndexName> counting = current.indexes();
      IndexName replaced = counting.put(index.source(), index);
      current.replace(counting);
      if (replaced != null) {
        removeReplaced(path.resolve(replaced.toString()));
      }
      return places;
    }

    /// Where it cannot be removed the new places count all the same, and the next import tries
    /// again.
    private void removeReplaced(Path replaced) {
      try {
        if (isIndex(replaced)) {
          IOUtils.rm(replaced);
        }
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
