package org.placeherd.places;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.PointsFormat;
import org.apache.lucene.codecs.PointsReader;
import org.apache.lucene.codecs.PointsWriter;
import org.apache.lucene.codecs.lucene90.Lucene90PointsReader;
import org.apache.lucene.codecs.lucene90.Lucene90PointsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Lucene's own codec, but with fewer points in a leaf of the tree of points.
///
/// A search for the nearest looks at every point of each leaf it enters. Lucene's 512 suit searches
/// in boxes; with 64 the nearest 20 are found in about half of the time. The size of its leaves is
/// written in the index, so it carries the default codec's name and any Lucene reads it.
final class SmallLeavesCodec extends FilterCodec {
  private static final int POINTS_IN_LEAF_MAX = 64;

  /// Memory for sorting while the index is written; Lucene's default.
  private static final double SORT_MEGABYTES_MAX = 16;

  SmallLeavesCodec() {
    super(Codec.getDefault().getName(), Codec.getDefault());
  }

  @Override
  public PointsFormat pointsFormat() {
    return new PointsFormat() {
      @Override
      public PointsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return new Lucene90PointsWriter(state, POINTS_IN_LEAF_MAX, SORT_MEGABYTES_MAX);
      }

      @Override
      public PointsReader fieldsReader(SegmentReadState state) throws IOException {
        return new Lucene90PointsReader(state);
      }
    };
  }
}
