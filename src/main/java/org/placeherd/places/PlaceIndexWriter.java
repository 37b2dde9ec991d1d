package org.placeherd.places;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/// Writes the places of one source into a directory of its own, which counts once it is finished.
/// One thread.
public final class PlaceIndexWriter implements Closeable {
  /// Places gathered in memory before they are written out, in megabytes.
  private static final double BUFFER_MEGABYTES = 128;

  static {
    LuceneAdvice.silence();
  }

  private final IndexWriter writer;
  private final Map<List<String>, Integer> types = new LinkedHashMap<>();
  private final Map<List<String>, Integer> credits = new LinkedHashMap<>();
  private final Map<String, LatLonPoint> typePoints = new HashMap<>();
  private final LatLonPoint point = new LatLonPoint(IndexFields.POSITION, 0, 0);
  private final LatLonDocValuesField pointValue =
      new LatLonDocValuesField(IndexFields.POSITION_VALUE, 0, 0);
  private final StringField id = new StringField(IndexFields.ID, "", Field.Store.NO);
  private final TextField name = new TextField(IndexFields.NAME, "", Field.Store.NO);
  private final DoubleDocValuesField importance =
      new DoubleDocValuesField(IndexFields.IMPORTANCE, 0);
  private final BinaryDocValuesField placeRecord =
      new BinaryDocValuesField(IndexFields.RECORD, new BytesRef());

  /// Begins an index in an empty directory.
  public PlaceIndexWriter(Directory directory) throws IOException {
    this.writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig(IndexFields.words())
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setCodec(new SmallLeavesCodec())
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setCommitOnClose(false));
  }

  /// Adds a place. One of the same id that was added before goes.
  ///
  /// @throws IllegalArgumentException when a text of it is too long; nothing was added then
  public void add(Place place) throws IOException {
    double latitude = place.position().latitudeDegrees();
    double longitude = place.position().longitudeDegrees();
    placeRecord.setBytesValue(new BytesRef(bytes(place)));
    point.setLocationValue(latitude, longitude);
    pointValue.setLocationValue(latitude, longitude);
    id.setStringValue(place.id());
    name.setStringValue(FoldedText.of(place.name()));
    importance.setDoubleValue(place.importance());
    Document document = new Document();
    document.add(placeRecord);
    document.add(point);
    document.add(pointValue);
    document.add(id);
    document.add(name);
    document.add(importance);
    for (String type : place.types()) {
      document.add(typePoint(type, latitude, longitude));
    }
    writer.updateDocument(new Term(IndexFields.ID, place.id()), document);
  }

  private byte[] bytes(Place place) {
    List<String> shown = PlaceTypes.shown(place.types());
    return PlaceRecord.bytes(
        place,
        types.computeIfAbsent(shown, _ -> types.size()),
        credits.computeIfAbsent(place.credits(), _ -> credits.size()));
  }

  private LatLonPoint typePoint(String type, double latitude, double longitude) {
    LatLonPoint typePoint =
        typePoints.computeIfAbsent(type, t -> new LatLonPoint(IndexFields.points(t), 0, 0));
    typePoint.setLocationValue(latitude, longitude);
    return typePoint;
  }

  /// Makes one whole of it, durable.
  ///
  /// @param source where the places come from
  /// @return how many places there are, each id once
  long finish(PlacesSource source) throws IOException {
    writer.forceMerge(1);
    writer.setLiveCommitData(
        new IndexNotes(source, List.copyOf(types.keySet()), List.copyOf(credits.keySet()))
            .entries()
            .entrySet());
    writer.commit();
    return writer.getDocStats().numDocs;
  }

  /// Ends; what was not finished does not count.
  @Override
  public void close() throws IOException {
    writer.rollback();
  }
}
