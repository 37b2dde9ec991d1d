package org.placeherd.places.importing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// A file that is to be imported, unpacked while it is read: gzip, bzip2, or a zip archive with one
/// table in it. It can be read several times.
final class PlaceFile {
  /// So much of a file tells its format.
  static final int HEAD_BYTES = 4_096;

  private static final int BUFFER_BYTES = 1 << 16;

  /// A zip archive of GeoNames has a file of that name beside the table.
  private static final String README = "readme.txt";

  private final Path path;

  PlaceFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// The first bytes, unpacked.
  byte[] head() throws IOException, BadPlaceFile {
    try (InputStream in = open()) {
      return in.readNBytes(HEAD_BYTES);
    }
  }

  /// Its content from the beginning.
  ///
  /// @throws BadPlaceFile when it is packed in a way that cannot be undone
  InputStream open() throws IOException, BadPlaceFile {
    InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    try {
      return new BufferedInputStream(unpacked(path, file), BUFFER_BYTES);
    } catch (IOException | BadPlaceFile e) {
      file.close();
      throw e;
    }
  }

  private static InputStream unpacked(Path path, InputStream file)
      throws IOException, BadPlaceFile {
    file.mark(4);
    byte[] magic = file.readNBytes(4);
    file.reset();
    if (beginsWith(magic, 0x1F, 0x8B)) {
      return new GZIPInputStream(file, BUFFER_BYTES);
    }
    if (beginsWith(magic, 'B', 'Z', 'h')) {
      return new Bzip2(file);
    }
    if (beginsWith(magic, 'P', 'K', 3, 4)) {
      checkTables(path);
      return table(new ZipInputStream(file));
    }
    if (beginsWith(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
      throw new BadPlaceFile("it is packed with zstd; unpack it first (zstd -d)");
    }
    if (beginsWith(magic, 0xFD, '7', 'z', 'X')) {
      throw new BadPlaceFile("it is packed with xz; unpack it first (xz -d)");
    }
    if (beginsWith(magic, 0x04, 0x22, 0x4D, 0x18)) {
      throw new BadPlaceFile("it is packed with lz4; unpack it first (lz4 -d)");
    }
    return file;
  }

  /// One table only, for it is read as one file, and the others must not be lost without a word.
  private static void checkTables(Path path) throws IOException, BadPlaceFile {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> tables =
          zip.stream().filter(PlaceFile::isTable).map(ZipEntry::getName).limit(2).toList();
      if (tables.size() > 1) {
        throw new BadPlaceFile(
            "it is a zip archive of more than one file (%s); unpack it first"
                .formatted(String.join(", ", tables)));
      }
    }
  }

  private static boolean isTable(ZipEntry entry) {
    return !entry.isDirectory() && !entry.getName().endsWith(README);
  }

  private static InputStream table(ZipInputStream zip) throws IOException, BadPlaceFile {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (isTable(entry)) {
        return zip;
      }
    }
    throw new BadPlaceFile("it is a zip archive without a table in it");
  }

  private static boolean beginsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// Tells damage as the other ways of packing do: the library throws a plain IOException.
  private static final class Bzip2 extends InputStream {
    private final BZip2CompressorInputStream packed;

    Bzip2(InputStream file) throws IOException {
      try {
        packed = new BZip2CompressorInputStream(file, true);
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read() throws IOException {
      try {
        return packed.read();
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return packed.read(into, from, length);
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    @Override
    public void close() throws IOException {
      packed.close();
    }

    private static ZipException damaged(IOException cause) {
      ZipException damaged = new ZipException(cause.getMessage());
      damaged.initCause(cause);
      return damaged;
    }
  }

  /// Its path.
  @Override
  public String toString() {
    return path.toString();
  }
}
