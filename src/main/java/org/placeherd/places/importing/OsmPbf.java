package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// OpenStreetMap's PBF (wiki.openstreetmap.org, "PBF Format"): blobs, each with a header and a
/// block packed with zlib, or not at all.
final class OsmPbf implements PlaceFormat {
  static final Terms TERMS =
      new Terms(
          "osm",
          "© <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap contributors</a>",
          "ODbL 1.0");

  /// The format's own bounds.
  private static final int HEADER_BYTES_MAX = 64 * 1024;

  private static final int BLOB_BYTES_MAX = 32 * 1024 * 1024;

  private static final String HEADER = "OSMHeader";
  private static final String DATA = "OSMData";
  private static final Set<String> FEATURES = Set.of("OsmSchema-V0.6", "DenseNodes");

  @Override
  public String name() {
    return "OpenStreetMap PBF";
  }

  @Override
  public Terms terms(PlaceFile file) {
    return TERMS;
  }

  /// Behind four bytes of length stands the type of the first blob.
  @Override
  public boolean accepts(byte[] head) {
    return new String(head, 0, Math.min(head.length, 32), US_ASCII).contains(HEADER);
  }

  @Override
  public int passes() {
    return OsmPlaces.PASSES;
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    OsmPlaces.read(handler -> read(file, handler), sink);
  }

  private static void read(PlaceFile file, OsmHandler handler) throws IOException, BadPlaceFile {
    try (DataInputStream in = new DataInputStream(file.open())) {
      for (Optional<Protobuf> header = header(in); header.isPresent(); header = header(in)) {
        String type = "";
        long size = -1;
        Protobuf fields = header.get();
        while (fields.hasMore()) {
          switch (fields.field()) {
            case 1 -> type = fields.text();
            case 3 -> size = fields.varint();
            default -> fields.skip();
          }
        }
        blob(in, type, size, handler);
      }
    } catch (EOFException e) {
      throw new BadPlaceFile("it ends in the middle of a blob; is it truncated?", e);
    }
  }

  /// The next blob's header; nothing at the end of the file.
  private static Optional<Protobuf> header(DataInputStream in) throws IOException, BadPlaceFile {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 0 || length > HEADER_BYTES_MAX) {
      throw new BadPlaceFile("it is damaged: a header of %,d bytes".formatted(length));
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Optional.of(Protobuf.of(bytes));
  }

  private static void blob(DataInputStream in, String type, long size, OsmHandler handler)
      throws IOException, BadPlaceFile {
    if (size < 0 || size > BLOB_BYTES_MAX) {
      throw new BadPlaceFile("it is damaged: a blob of %,d bytes".formatted(size));
    }
    byte[] bytes = new byte[(int) size];
    in.readFully(bytes);
    switch (type) {
      case HEADER -> checkFeatures(Protobuf.of(unpacked(bytes)));
      case DATA -> new OsmBlock(handler).read(unpacked(bytes));
      default -> {} // an extension, which readers are to skip
    }
  }

  private static void checkFeatures(Protobuf header) throws BadPlaceFile {
    while (header.hasMore()) {
      if (header.field() == 4) {
        String feature = header.text();
        if (!FEATURES.contains(feature)) {
          throw new BadPlaceFile("it needs '%s', which is not known here".formatted(feature));
        }
      } else {
        header.skip();
      }
    }
  }

  private static byte[] unpacked(byte[] blob) throws BadPlaceFile {
    Protobuf fields = Protobuf.of(blob);
    long rawSize = 0;
    Optional<byte[]> zlib = Optional.empty();
    while (fields.hasMore()) {
      switch (fields.field()) {
        case 1 -> {
          return fields.byteArray();
        }
        case 2 -> rawSize = fields.varint();
        case 3 -> zlib = Optional.of(fields.byteArray());
        case 4 -> throw packedWith("lzma");
        case 5 -> throw packedWith("bzip2");
        case 6 -> throw packedWith("lz4");
        case 7 -> throw packedWith("zstd");
        default -> fields.skip();
      }
    }
    if (zlib.isEmpty() || rawSize < 0 || rawSize > BLOB_BYTES_MAX) {
      throw new BadPlaceFile("it is damaged: a blob without data");
    }
    return inflated(zlib.get(), (int) rawSize);
  }

  private static BadPlaceFile packedWith(String method) {
    return new BadPlaceFile(
        "its blobs are packed with %s; write it anew with zlib (osmium cat -o new.osm.pbf)"
            .formatted(method));
  }

  /// All that is packed must have come out, so that no place is lost without a word.
  private static void checkEnd(Inflater inflater) throws BadPlaceFile, DataFormatException {
    if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
      throw new BadPlaceFile("it is damaged: a blob is longer than it says");
    }
    if (!inflater.finished()) {
      throw new BadPlaceFile("it is damaged: a blob is cut");
    }
  }

  private static byte[] inflated(byte[] zlib, int size) throws BadPlaceFile {
    byte[] raw = new byte[size];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(zlib);
      int done = 0;
      while (done < size) {
        int step = inflater.inflate(raw, done, size - done);
        if (step == 0) {
          throw new BadPlaceFile("it is damaged: a blob is shorter than it says");
        }
        done += step;
      }
      checkEnd(inflater);
      return raw;
    } catch (DataFormatException e) {
      throw new BadPlaceFile("it is damaged: a blob cannot be unpacked", e);
    }
  }
}
