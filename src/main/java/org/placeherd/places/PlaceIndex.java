package org.placeherd.places;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.QueryBuilder;
import org.placeherd.geo.GreatCircle;

/// Finds places and writes the reply; over the indexes of one or more sources. Threads may share
/// it.
///
/// Lucene rounds a point to about a centimetre, so of places whose distance differs by less any may
/// be the one that makes it into the limit. Distances that are shown, sorted by and held against
/// the radius are exact on the sphere.
final class PlaceIndex implements Closeable {
  /// More than are asked for, so that rounding does not decide which are the nearest.
  private static final int SPARE_HITS = 4;

  /// By how much rounding may move a point, in metres.
  static final double ROUNDING_METRES = 0.1;

  static {
    LuceneAdvice.silence();
  }

  private final List<? extends Directory> directories;
  private final List<Part> parts = new ArrayList<>();
  private final IndexReader reader;
  private final IndexSearcher searcher;
  private final PlacesJson.Frame nothing;
  private final QueryBuilder names = new QueryBuilder(IndexFields.words());

  /// The index of one source.
  ///
  /// @param base the number of its first place
  /// @param types what is shown of each list of types
  /// @param credits what must be shown for each list of credits
  private record Part(
      int base,
      PlacesSource source,
      List<byte[]> types,
      List<List<String>> credits,
      PlacesJson.Frame frame) {}

  /// A place that was found.
  private record Hit(Part part, PlaceRecord place, double metres) {
    PlacesJson.Result result() {
      return new PlacesJson.Result(place, part.types.get(place.types()), metres);
    }

    List<String> credits() {
      return part.credits.get(place.credits());
    }
  }

  /// Opens what [PlaceIndexWriter] has finished. The directories are closed with it, also where
  /// this fails.
  ///
  /// @throws IOException when a directory cannot be read, or holds no such index
  static PlaceIndex open(List<? extends Directory> directories) throws IOException {
    List<DirectoryReader> readers = new ArrayList<>();
    try {
      for (Directory directory : directories) {
        readers.add(DirectoryReader.open(directory));
      }
      return new PlaceIndex(directories, readers);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(readers);
      IOUtils.closeWhileHandlingException(directories);
      throw e;
    }
  }

  /// Places that are gone when it is closed.
  static PlaceIndex inMemory(PlacesSource source, List<Place> places) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    try (PlaceIndexWriter writer = new PlaceIndexWriter(directory)) {
      for (Place place : places) {
        writer.add(place);
      }
      writer.finish(source);
    }
    return open(List.of(directory));
  }

  private PlaceIndex(List<? extends Directory> directories, List<DirectoryReader> readers)
      throws IOException {
    this.directories = directories;
    int base = 0;
    for (DirectoryReader part : readers) {
      parts.add(part(base, part));
      base += part.maxDoc();
    }
    reader = new MultiReader(readers.toArray(IndexReader[]::new));
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // no two questions are alike
    nothing = frame(parts);
  }

  private static Part part(int base, DirectoryReader reader) throws IOException {
    IndexNotes notes;
    try {
      notes = IndexNotes.of(reader.getIndexCommit().getUserData());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    PlacesSource source = notes.source();
    return new Part(
        base,
        source,
        notes.types().stream().map(PlacesJson::types).toList(),
        notes.credits(),
        PlacesJson.Frame.of(attributions(List.of(source)), source.asOf()));
  }

  private static Set<String> attributions(List<PlacesSource> sources) {
    Set<String> attributions = new TreeSet<>();
    sources.stream()
        .map(PlacesSource::attribution)
        .filter(a -> !a.isEmpty())
        .forEach(attributions::add);
    return attributions;
  }

  /// What stands around places of these parts. The oldest data decide on the date.
  private static PlacesJson.Frame frame(List<Part> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().frame;
    }
    List<PlacesSource> sources = parts.stream().map(Part::source).toList();
    String asOf =
        sources.stream().map(PlacesSource::asOf).min(Comparator.naturalOrder()).orElse("");
    return PlacesJson.Frame.of(attributions(sources), asOf);
  }

  /// The reply to a query. It says `OK` when anything is inside the radius, also where a limit of 0
  /// shows none of it: the limit cuts the list as it would cut a reply of Google's.
  byte[] nearby(PlacesQuery query) {
    try {
      List<Hit> hits = hits(query);
      List<Hit> shown = hits.subList(0, Math.min(hits.size(), query.limit()));
      return PlacesJson.reply(
          around(shown), shown.stream().map(Hit::result).toList(), !hits.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the index of places", e);
    }
  }

  /// What stands around these places, with the credits of each.
  private PlacesJson.Frame around(List<Hit> shown) {
    List<Part> from = shown.stream().map(Hit::part).distinct().toList();
    PlacesJson.Frame frame = from.isEmpty() ? nothing : frame(from);
    Set<String> credits = new TreeSet<>();
    shown.forEach(hit -> credits.addAll(hit.credits()));
    return credits.isEmpty() ? frame : frame.with(credits);
  }

  private List<Hit> hits(PlacesQuery query) throws IOException {
    int wanted = Math.max(1, query.limit()) + SPARE_HITS;
    boolean isNearest = query.words().isEmpty() && query.rank() == PlacesQuery.Rank.DISTANCE;
    List<Hit> hits = read(query, isNearest ? nearest(query, wanted) : search(query, wanted));
    hits.removeIf(hit -> hit.metres > query.radiusMetres());
    if (query.rank() == PlacesQuery.Rank.DISTANCE) {
      hits.sort(Comparator.comparingDouble(Hit::metres));
    }
    return hits;
  }

  private int[] nearest(PlacesQuery query, int wanted) throws IOException {
    NearestPoints nearest =
        new NearestPoints(query.centre(), query.radiusMetres() + ROUNDING_METRES, wanted);
    for (LeafReaderContext leaf : reader.leaves()) {
      nearest.search(leaf, field(query));
    }
    return nearest.numbers();
  }

  private static String field(PlacesQuery query) {
    return query.type().map(IndexFields::points).orElse(IndexFields.POSITION);
  }

  private int[] search(PlacesQuery query, int wanted) throws IOException {
    double latitude = query.centre().latitudeDegrees();
    double longitude = query.centre().longitudeDegrees();
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(
        LatLonPoint.newDistanceQuery(
            field(query), latitude, longitude, query.radiusMetres() + ROUNDING_METRES),
        Occur.FILTER);
    query.words().ifPresent(words -> all.add(named(words), Occur.FILTER));
    SortField distance =
        LatLonDocValuesField.newDistanceSort(IndexFields.POSITION_VALUE, latitude, longitude);
    Sort sort =
        query.rank() == PlacesQuery.Rank.DISTANCE
            ? new Sort(distance)
            : new Sort(
                new SortField(IndexFields.IMPORTANCE, SortField.Type.DOUBLE, true), distance);
    ScoreDoc[] found = searcher.search(all.build(), wanted, sort).scoreDocs;
    return Arrays.stream(found).mapToInt(each -> each.doc).toArray();
  }

  private Query named(String words) {
    Query query = names.createBooleanQuery(IndexFields.NAME, FoldedText.of(words), Occur.MUST);
    return query == null ? new MatchNoDocsQuery("no word in the name") : query;
  }

  /// The places of these numbers, in the same order. They are read in the order of their numbers,
  /// as Lucene wants it.
  private List<Hit> read(PlacesQuery query, int[] docs) throws IOException {
    long[] order = new long[docs.length];
    Arrays.setAll(order, i -> (long) docs[i] << Integer.SIZE | i);
    Arrays.sort(order);
    Hit[] hits = new Hit[docs.length];
    List<LeafReaderContext> leaves = reader.leaves();
    int leaf = -1;
    BinaryDocValues records = DocValues.emptyBinary();
    for (long each : order) {
      int number = (int) (each >>> Integer.SIZE);
      int in = ReaderUtil.subIndex(number, leaves);
      if (in != leaf) {
        leaf = in;
        records = DocValues.getBinary(leaves.get(leaf).reader(), IndexFields.RECORD);
      }
      if (!records.advanceExact(number - leaves.get(leaf).docBase)) {
        throw new IOException("place " + number + " has no record");
      }
      hits[(int) each] = hit(query, number, records.binaryValue());
    }
    return new ArrayList<>(Arrays.asList(hits));
  }

  private Hit hit(PlacesQuery query, int number, BytesRef value) {
    PlaceRecord place = PlaceRecord.of(value);
    return new Hit(partOf(number), place, GreatCircle.metres(query.centre(), place.position()));
  }

  private Part partOf(int number) {
    Part part = parts.getFirst();
    for (int i = 1; i < parts.size() && parts.get(i).base <= number; i++) {
      part = parts.get(i);
    }
    return part;
  }

  /// Keeps it open until [#close] is called once more.
  ///
  /// @return false if it is closed already
  boolean acquire() {
    return reader.tryIncRef();
  }

  /// Where the places come from.
  List<PlacesSource> sources() {
    return parts.stream().map(Part::source).toList();
  }

  /// All types that places have.
  Set<String> types() {
    Set<String> types = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        IndexFields.typeOf(field.name).ifPresent(types::add);
      }
    }
    return types;
  }

  /// How many places there are.
  int places() {
    return reader.numDocs();
  }

  /// How many there are of a source, by its place in [#sources].
  int places(int source) {
    int end = source + 1 < parts.size() ? parts.get(source + 1).base : reader.maxDoc();
    return end - parts.get(source).base;
  }

  /// Lets it go; it closes when everybody has.
  @Override
  public void close() throws IOException {
    reader.decRef();
    if (reader.getRefCount() == 0) {
      IOUtils.close(directories);
    }
  }
}
