package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  private final Path path;

  /// The directory, which need not exist yet.
  public PlacesFolder(Path path) {
    this.path = path;
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
    List<String> indexes = version().lines().toList();
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
      return PlaceIndex.open(directories);
    } catch (IOException e) {
      throw new IOException("cannot open the places in %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /// Begins to replace the places of a source.
  ///
  /// @throws IOException when the directory cannot be written
  public Replacement replace(PlacesSource source) throws IOException {
    Files.createDirectories(path);
    Replacement replacement = new Replacement(source, freeNumber());
    try {
      replacement.begin();
      return replacement;
    } catch (IOException e) {
      replacement.close();
      throw e;
    }
  }

  /// No index of that number is there, nor was any that somebody may still have open.
  private long freeNumber() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return 1
          + files
              .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.part$", ""))
              .filter(name -> name.matches(".*-\\d{1,18}"))
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
    private boolean finished;

    private Replacement(PlacesSource source, long number) throws IOException {
      this.source = source.name();
      this.index = source.name() + "-" + number;
      this.part = path.resolve(index + ".part");
      this.writer = new PlaceIndexWriter(new MMapDirectory(part), source);
    }

    /// Others' leftovers of this source go: an import that was cut is begun anew.
    private void begin() throws IOException {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.matches("\\Q" + source + "\\E-\\d+\\.part") && !file.equals(part)) {
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
    public void finish() throws IOException {
      writer.finish();
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
        IOUtils.rm(path.resolve(replaced));
      }
    }

    /// Throws away what was not finished.
    @Override
    public void close() throws IOException {
      if (!finished) {
        writer.close();
        IOUtils.rm(part);
      }
    }
  }

  /// The directory.
  @Override
  public String toString() {
    return path.toString();
  }
}
