package org.placeherd.places;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// Finds the nearest places and writes the reply. Only this and `SmallLeavesCodec` know Lucene.
///
/// The points are in a Lucene index in memory; the places' JSON, prepared once, is in an array
/// beside it under the same number. Lucene rounds a point to about a centimetre: of two places
/// whose distance differs by less, either may be the one that makes it into the limit. Distances
/// that are shown, sorted by and held against the radius are exact on the sphere. Threads may share
/// it.
final class PlaceIndex implements AutoCloseable {
  private static final String POSITION = "position";

  /// Lucene's advice to turn on the vector module is for searches that we do not make. Held here
  /// because a logger that nobody holds forgets its level.
  private static final Logger VECTOR_ADVICE =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    VECTOR_ADVICE.setLevel(Level.SEVERE);
  }

  private final PlacesJson json;
  private final LatLon[] positions;
  private final byte[][] prepared;
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  PlaceIndex(List<Place> places, PlacesJson json) {
    this.json = json;
    positions = places.stream().map(Place::position).toArray(LatLon[]::new);
    prepared = places.stream().map(json::prepare).toArray(byte[][]::new);
    try {
      write();
      reader = DirectoryReader.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build the index of places", e);
    }
    searcher = new IndexSearcher(reader);
  }

  /// One thread and no merges: a document's number is its place's number.
  private void write() throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new SmallLeavesCodec())
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (LatLon position : positions) {
        Document document = new Document();
        document.add(
            new LatLonPoint(POSITION, position.latitudeDegrees(), position.longitudeDegrees()));
        writer.addDocument(document);
      }
    }
  }

  /// The reply to a query. It says `OK` when anything is inside the radius, also where a limit of 0
  /// shows none of it: the limit cuts the list as it would cut a reply of Google's.
  byte[] nearby(PlacesQuery query) {
    ScoreDoc[] hits = nearest(query.centre(), Math.max(1, query.limit()));
    int[] numbers = new int[hits.length];
    double[] metres = new double[hits.length];
    int found = 0;
    for (ScoreDoc hit : hits) {
      double distance = GreatCircle.metres(query.centre(), positions[hit.doc]);
      if (distance <= query.radiusMetres()) {
        insert(numbers, metres, found++, hit.doc, distance);
      }
    }
    return json.reply(prepared, numbers, metres, Math.min(found, query.limit()), found > 0);
  }

  private ScoreDoc[] nearest(LatLon centre, int limit) {
    try {
      return LatLonPoint.nearest(
              searcher, POSITION, centre.latitudeDegrees(), centre.longitudeDegrees(), limit)
          .scoreDocs;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the index of places", e);
    }
  }

  /// Keeps the first `count` entries sorted by distance; hits come nearly sorted.
  private static void insert(
      int[] numbers, double[] metres, int count, int number, double distance) {
    int at = count;
    for (; at > 0 && metres[at - 1] > distance; at--) {
      numbers[at] = numbers[at - 1];
      metres[at] = metres[at - 1];
    }
    numbers[at] = number;
    metres[at] = distance;
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the index of places", e);
    }
  }
}
