package dev.zarrasync.array;

import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.codec.Codec;
import java.util.function.Function;

/** Copies a part of a chunk to a region while the chunk is decoded piece by piece. */
final class PieceCopier implements Codec.Pieces {

  private final Runs runs;
  private final int elementBytes;
  private final Function<byte[], ChunkBytes> view;
  private final Object region;
  private final int span;

  // In elements: where the next piece starts in the chunk, and how much of the run is copied.
  private int position;
  private int copied;

  /**
   * Copies nothing yet.
   *
   * @param elementBytes the size of an element
   * @param view sees elements in bytes
   * @param region where the part goes
   */
  PieceCopier(ChunkPart part, int elementBytes, Function<byte[], ChunkBytes> view, Object region) {
    this.runs = new Runs(part);
    this.elementBytes = elementBytes;
    this.view = view;
    this.region = region;
    this.span = part.elementSpan() * elementBytes;
  }

  @Override
  public int span() {
    return span;
  }

  @Override
  public boolean skip(int length) {
    int end = position + length / elementBytes;
    boolean isNeeded = runs.isLeft() && runs.inChunk() + copied < end;
    if (!isNeeded) {
      position = end;
    }
    return !isNeeded;
  }

  @Override
  public void take(byte[] bytes, int start, int length) {
    ChunkBytes elements = view.apply(bytes);
    int shift = start / elementBytes - position;
    int end = position + length / elementBytes;
    while (runs.isLeft() && runs.inChunk() + copied < end) {
      int from = runs.inChunk() + copied;
      int count = Math.min(runs.length() - copied, end - from);
      elements.copyTo(from + shift, region, runs.inRegion() + copied, count);
      copied += count;
      if (copied == runs.length()) {
        runs.advance();
        copied = 0;
      }
    }
    position = end;
  }
}
