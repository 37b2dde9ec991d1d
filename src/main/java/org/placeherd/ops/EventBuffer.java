package org.placeherd.ops;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// Lines on their way from the one thread that causes events to the one that writes them: a ring of
/// chunks, without locks and without garbage. A line never spans two chunks.
///
/// The producer calls [#reserve], [#bytes] and [#commit], the consumer [#unread]; nobody else may.
final class EventBuffer {
  /// Small enough to stay in a core's cache, large enough that a system call a chunk costs nothing.
  static final int CHUNK_BYTES = 64 << 10;

  /// 8 MiB in all: some 20 ms of a server that logs all it does flat out. A power of two.
  static final int CHUNKS = 128;

  private static final byte[] NOTHING = {};

  /// A piece of the ring. The consumer's view remembers how far it has read.
  private static final class Chunk {
    byte[] bytes = NOTHING;
    ByteBuffer view = ByteBuffer.wrap(NOTHING);
    final AtomicInteger length = new AtomicInteger();
  }

  private final Chunk[] chunks = new Chunk[CHUNKS];

  /// The producer's chunk, counted from the start of time; every earlier one is complete.
  private volatile long filling;

  /// The consumer's chunk, likewise; every earlier one may be filled again.
  private volatile long draining;

  private Chunk chunk;
  private int end;

  EventBuffer() {
    for (int i = 0; i < CHUNKS; i++) {
      chunks[i] = new Chunk();
    }
    chunk = chunks[0];
  }

  /// Makes sure that the next `size` bytes fit into [#bytes].
  ///
  /// @param size at most [#CHUNK_BYTES]
  /// @return where in [#bytes] to write, or -1 while the consumer is too far behind
  int reserve(int size) {
    if (chunk.bytes.length - end >= size) {
      return end;
    }
    return nextChunk() ? end : -1;
  }

  private boolean nextChunk() {
    if (chunk.bytes.length != 0) {
      long next = filling + 1;
      if (next - draining >= CHUNKS) {
        return false;
      }
      chunk = chunks[(int) (next & (CHUNKS - 1))];
      end = 0;
      filling = next;
    }
    if (chunk.bytes.length == 0) {
      chunk.bytes = new byte[CHUNK_BYTES];
      chunk.view = ByteBuffer.wrap(chunk.bytes).limit(0);
    }
    return true;
  }

  /// Where [#reserve] made room.
  byte[] bytes() {
    return chunk.bytes;
  }

  /// Shows the consumer all bytes up to `newEnd`.
  void commit(int newEnd) {
    end = newEnd;
    chunk.length.setRelease(newEnd);
  }

  /// What was committed and not read yet, at most a chunk of it; empty when there is nothing. To
  /// read from the view is to take it out of the buffer.
  ByteBuffer unread() {
    while (true) {
      long last = filling; // before the length: that of a complete chunk no longer changes
      long at = draining;
      Chunk oldest = chunks[(int) (at & (CHUNKS - 1))];
      int length = oldest.length.getAcquire(); // before the view, which comes with the first line
      ByteBuffer view = oldest.view.limit(length);
      if (view.hasRemaining() || at == last) {
        return view;
      }
      oldest.length.setPlain(0);
      view.position(0);
      draining = at + 1;
    }
  }
}
