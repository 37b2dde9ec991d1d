package org.placeherd.places;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.util.IOUtils;

/// The file `CURRENT` of a [PlacesFolder], which names the index that counts of each source, a line
/// each.
///
/// @param folder where it lies
record CurrentFile(Path folder) {
  private static final String NAME = "CURRENT";
  private static final String NEW_NAME = "CURRENT.new";

  /// Room for more than a thousand sources.
  private static final int BYTES_MAX = 1 << 16;

  boolean exists() {
    return Files.exists(path());
  }

  private Path path() {
    return folder.resolve(NAME);
  }

  /// What stands in it; empty where there is none yet.
  ///
  /// @throws IOException when it cannot be read, or is longer than one of ours
  String text() throws IOException {
    try (InputStream in = Files.newInputStream(path())) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length <= BYTES_MAX) {
        return new String(bytes, ISO_8859_1); // what is not ASCII names no index
      }
    } catch (NoSuchFileException e) {
      return "";
    } catch (FileSystemException e) {
      throw new IOException(
          "%s cannot be read (%s)"
              .formatted(path(), e.getReason() == null ? "it may not be" : e.getReason()),
          e);
    }
    throw damaged("it is longer than %,d bytes".formatted(BYTES_MAX));
  }

  /// The indexes that count: source → index.
  ///
  /// @throws IOException as [#text], and when it names anything else
  Map<String, IndexName> indexes() throws IOException {
    List<String> lines = text().lines().toList();
    Map<String, IndexName> indexes = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      IndexName index =
          IndexName.of(lines.get(i))
              .orElseThrow(() -> damaged("line %d names no index".formatted(number)));
      if (indexes.put(index.source(), index) != null) {
        throw damaged("it names two indexes of '%s'".formatted(index.source()));
      }
    }
    return indexes;
  }

  private IOException damaged(String how) {
    return new IOException(
        "%s is damaged (%s); delete that file and import again".formatted(path(), how));
  }

  /// Names these from now on. Whoever reads gets the old text or the new one.
  ///
  /// @param indexes source → index
  void replace(Map<String, IndexName> indexes) throws IOException {
    Path next = folder.resolve(NEW_NAME);
    Files.writeString(
        next,
        indexes.values().stream().map(index -> index + "\n").collect(Collectors.joining()),
        US_ASCII);
    IOUtils.fsync(next, false);
    IOUtils.fsync(folder, true);
    Files.move(next, path(), StandardCopyOption.ATOMIC_MOVE);
    IOUtils.fsync(folder, true);
  }
}
