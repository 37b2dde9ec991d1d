package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Google's types for OpenStreetMap's tags, from a table with a tag a line: key, value, type, with
/// a tab between.
public final class OsmTypes {
  private static final String TABLE = "osm-types.tsv";
  private static final int FIELDS = 3;

  /// `key=value` → type
  private static final Map<String, String> TYPES = read();

  private OsmTypes() {}

  /// The type of what has this tag; nothing where it is no place for us.
  public static Optional<String> typeOf(String key, String value) {
    return Optional.ofNullable(TYPES.get(key + "=" + value));
  }

  private static Map<String, String> read() {
    Map<String, String> types = new HashMap<>();
    try (@Nullable InputStream table = OsmTypes.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is missing from the Placeherd jar; rebuild it");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(table, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        if (fields.length == FIELDS) {
          types.put(fields[0] + "=" + fields[1], fields[2]);
        } else if (!line.startsWith("#")) {
          throw new IllegalStateException(TABLE + ": no tag with a type: " + line);
        }
      }
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }
}
