package dev.zarrasync.array;

import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.codec.Codec;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Copies a part of a chunk to a region while the chunk is decoded piece by piece. Immutable; safe
 * for use by many threads at once as far as the region is.
 */
final class PieceCopier implements Codec.Pieces {

  private final ChunkPart part;
  private final int elementBytes;
  private final Function<ByteBuffer, ChunkBytes> view;
  private final Object region;

  /**
   * Copies nothing yet.
   *
   * @param elementBytes the size of an element
   * @param view sees elements in bytes
   * @param region where the part goes
   */
  PieceCopier(
      ChunkPart part, int elementBytes, Function<ByteBuffer, ChunkBytes> view, Object region) {
    this.part = part;
    this.elementBytes = elementBytes;
    this.view = view;
    this.region = region;
  }

  @Override
  public boolean isNeeded(int position, int length) {
    Runs runs = Runs.endingAfter(part, position / elementBytes);
    return runs.isLeft() && runs.inChunk() < (position + length) / elementBytes;
  }

  @Override
  public void take(int position, byte[] bytes, int start, int length) {
    ChunkBytes elements = view.apply(ByteBuffer.wrap(bytes, start, length));
    int first = position / elementBytes;
    int end = first + length / elementBytes;
    Runs runs = Runs.endingAfter(part, first);
    for (; runs.isLeft() && runs.inChunk() < end; runs.advance()) {
      int from = Math.max(runs.inChunk(), first);
      int count = Math.min(runs.inChunk() + runs.length(), end) - from;
      elements.copyTo(from - first, region, runs.inRegion() + from - runs.inChunk(), count);
    }
  }
}
