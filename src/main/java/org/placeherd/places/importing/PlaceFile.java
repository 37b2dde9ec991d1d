package org.placeherd.places.importing;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
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

  /// Whoever waits hears of the reading so often.
  private static final long TELL_BYTES = 1 << 20;

  private final Path path;
  private final int number;
  private final Runnable progress;
  private long bytesRead;

  /// @param number which of the files it is that are imported together, from 1
  /// @param progress is run while it is read, about every megabyte
  PlaceFile(Path path, int number, Runnable progress) {
    this.path = path;
    this.number = number;
    this.progress = progress;
  }

  Path path() {
    return path;
  }

  /// An id for a place that has none in the file; no other file of the same import has it.
  ///
  /// @param which of its places it is: `row-7`
  String ownId(String source, String which) {
    return source + ":" + (number == 1 ? "" : "file-" + number + "-") + which;
  }

  /// How many bytes of it, as it lies on the disk, were read for its content so far, again and
  /// again where it is gone through several times.
  long bytesRead() {
    return bytesRead;
  }

  /// For who reads it without [#open]: so many bytes are done.
  void wasRead(long bytes) {
    bytesRead = bytes;
  }

  /// The first bytes, unpacked.
  byte[] head() throws IOException, BadPlaceFile {
    return head(HEAD_BYTES);
  }

  /// So many of its first bytes, unpacked; all where it has fewer.
  byte[] head(int bytes) throws IOException, BadPlaceFile {
    try (InputStream in = open(Files.newInputStream(path))) {
      return in.readNBytes(bytes);
    }
  }

  /// Its content from the beginning.
  ///
  /// @throws BadPlaceFile when it is packed in a way that cannot be undone
  InputStream open() throws IOException, BadPlaceFile {
    return open(new Counted(Files.newInputStream(path)));
  }

  private InputStream open(InputStream bytes) throws IOException, BadPlaceFile {
    InputStream file = new BufferedInputStream(bytes, BUFFER_BYTES);
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

  /// Counts what is read of the file.
  private final class Counted extends FilterInputStream {
    private long untold;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      count(Math.max(0, read));
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) {
      bytesRead += bytes;
      untold += bytes;
      if (untold >= TELL_BYTES) {
        untold = 0;
        progress.run();
      }
    }
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
