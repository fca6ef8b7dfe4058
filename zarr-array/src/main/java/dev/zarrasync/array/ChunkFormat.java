package dev.zarrasync.array;

import dev.zarrasync.array.ChunkPart.Runs;
import dev.zarrasync.array.internal.ChunkDecoding;
import dev.zarrasync.cache.DecodedCache;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How the chunks of an array are stored: between encoded bytes and elements. */
final class ChunkFormat {

  /** How many bytes an element is taken for whose length only it tells. */
  private static final int TYPICAL_LENGTH = 16;

  private final ArrayMetadata metadata;
  private final JavaElements elements;
  private final ChunkDecoding decoding;
  private final @Nullable DecodedCache decoded;

  ChunkFormat(AsyncStore store, ArrayMetadata metadata, @Nullable DecodedCache decoded) {
    this.metadata = metadata;
    this.elements = JavaElements.of(metadata.type());
    this.decoding = new ChunkDecoding(store, metadata);
    this.decoded = decoded;
  }

  JavaElements elements() {
    return elements;
  }

  /** The length of a raw chunk; of elements of any length, what it is taken for. */
  int chunkBytes() {
    return metadata.type().isFixed()
        ? metadata.chunkBytes()
        : (int) Math.min(Found.MAX_LENGTH, (long) TYPICAL_LENGTH * metadata.elements().count());
  }

  /**
   * Returns which bytes of a stored chunk hold a part of it: of a chunk that is not compressed one
   * range, the gaps in it included, if that spares enough; else all.
   */
  ByteRange range(ChunkPart part) {
    long bytes = (long) part.elementSpan() * metadata.type().size();
    return metadata.codec().isIdentity() && metadata.chunkBytes() - bytes >= Ranges.LEAST
        ? ByteRange.of((long) part.firstElement() * metadata.type().size(), bytes)
        : ByteRange.ALL;
  }

  /** Copies a part of a chunk, of which all or {@link #range} was read, to a region. */
  void copy(ChunkPart part, ByteRange read, Fetched.Found found, Object region) throws IOException {
    if (read instanceof ByteRange.Span) {
      decoding.checkSize(part.key(), found.objectSize());
      int first = part.firstElement();
      JavaElements.Chunk bytes = view(found.bytes());
      for (Runs runs = new Runs(part); runs.isLeft(); runs.advance()) {
        bytes.copyTo(runs.inChunk() - first, region, runs.inRegion(), runs.length());
      }
    } else if (decoded == null && piecesAreWholeElements()) {
      copyDecoding(part, found.bytes(), region);
    } else {
      JavaElements.Chunk chunk = view(remembered(decoded, part.key(), found));
      for (Runs runs = new Runs(part); runs.isLeft(); runs.advance()) {
        chunk.copyTo(runs.inChunk(), region, runs.inRegion(), runs.length());
      }
    }
  }

  /** Codecs hand on pieces that start at multiples of 8 bytes. */
  private boolean piecesAreWholeElements() {
    return metadata.type().isFixed() && Long.BYTES % metadata.type().size() == 0;
  }

  private void copyDecoding(ChunkPart part, byte[] encoded, Object region) throws StoreException {
    int size = metadata.chunkBytes();
    Codec.Pieces pieces = pieces(part, region);
    decoding.run(
        part.key(),
        ByteBuffer.wrap(encoded),
        size,
        new ChunkDecoding.Step() {
          @Override
          public void run() throws IOException {
            metadata.codec().decode(encoded, size, pieces);
          }
        });
  }

  private byte[] remembered(@Nullable DecodedCache cache, String key, Fetched.Found found)
      throws IOException {
    if (cache == null) {
      return decoding.decode(key, found);
    }
    byte[] raw = cache.get(found, encoded -> decoding.decode(key, encoded));
    // Of another length, it was decoded before the array was replaced by another one.
    return !metadata.type().isFixed() || raw.length == metadata.chunkBytes()
        ? raw
        : decoding.decode(key, found);
  }

  private Codec.Pieces pieces(ChunkPart part, Object region) {
    return new ChunkPart.PieceCopier(part, metadata.type().size(), elements, region);
  }

  /**
   * Says whether chunks of a read are better decoded while they are received: so many that they
   * fill the line though each comes over one connection, so large that it spares memory.
   */
  boolean decodesWhileReceiving(int chunks) {
    return chunks >= Ranges.FILLING_THE_LINE
        && metadata.chunkBytes() > BodySink.ROOM
        && decoded == null
        && piecesAreWholeElements()
        && metadata.codec().decodesInParts();
  }

  /** Decodes a chunk in parts, and copies a part of it to a region. */
  Codec.Decoder decoder(ChunkPart part, Object region) {
    return metadata.codec().decoder(metadata.chunkBytes(), pieces(part, region));
  }

  /** Decodes what came next of a chunk. */
  void take(Codec.Decoder decoder, String key, byte[] bytes, int start, int length)
      throws StoreException {
    ByteBuffer encoded = ByteBuffer.wrap(bytes, start, length);
    decoding.run(key, encoded, 0, () -> decoder.take(bytes, start, length));
  }

  /** Decodes what is left of a chunk that has come. */
  void end(Codec.Decoder decoder, String key) throws StoreException {
    decoding.run(key, ByteBuffer.allocate(0), metadata.chunkBytes(), decoder::end);
  }

  /** Decodes a chunk that is to be changed: what a store or a cache holds is not. */
  JavaElements.Chunk toChange(String key, Fetched.Found found) throws StoreException {
    byte[] raw = decoding.decode(key, found);
    return view(raw == found.bytes() ? raw.clone() : raw);
  }

  /** Makes a chunk that has the fill value everywhere. */
  JavaElements.Chunk filled() {
    return elements.filled(metadata.fillValue(), metadata.elements().count());
  }

  /** Makes a chunk all of which is to be set. */
  JavaElements.Chunk blank() {
    return metadata.type().isFixed() ? view(new byte[metadata.chunkBytes()]) : filled();
  }

  private JavaElements.Chunk view(byte[] raw) {
    return elements.chunk(ByteBuffer.wrap(raw));
  }

  byte[] encode(JavaElements.Chunk chunk) throws IOException {
    return metadata.codec().encode(chunk.raw());
  }

  /** Says whether a new array has the fill value everywhere. */
  boolean isFilledWithZeros() {
    if (!elements.isZeroIfNew()) {
      return false;
    }
    for (byte each : metadata.fillValue()) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  void fill(Object array, int index, int count) {
    elements.fill(array, index, count, metadata.fillValue());
  }
}
