package dev.zarrasync.array;

import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Gzip;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.jfr.internal.DecodeEvent;
import dev.zarrasync.jfr.internal.Recordings;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How the chunks of an array are stored: between encoded bytes and elements. */
final class ChunkFormat {

  // What S3 sends over one connection in the time that a request takes to be answered.
  private static final int LEAST_SPARED = 1 << 20;

  private final AsyncStore store;
  private final ArrayMetadata metadata;
  private final DecodedChunks decoded;

  ChunkFormat(AsyncStore store, ArrayMetadata metadata) {
    this(store, metadata, DecodedChunks.NONE);
  }

  ChunkFormat(AsyncStore store, ArrayMetadata metadata, DecodedChunks decoded) {
    this.store = store;
    this.metadata = metadata;
    this.decoded = decoded;
  }

  int chunkBytes() {
    return metadata.chunkBytes();
  }

  /**
   * Returns which bytes of a stored chunk hold a part of it: of a chunk that is not compressed one
   * range, the gaps in it included, if that spares enough; else all.
   */
  ByteRange range(ChunkPart part) {
    long bytes = (long) part.elementSpan() * metadata.type().size();
    return metadata.codec().isIdentity() && metadata.chunkBytes() - bytes >= LEAST_SPARED
        ? ByteRange.of((long) part.firstElement() * metadata.type().size(), bytes)
        : ByteRange.ALL;
  }

  /** Copies a part of a chunk, of which all or {@link #range} was read, to a region. */
  void copy(ChunkPart part, ByteRange read, Fetched.Found found, Object region)
      throws StoreException {
    if (read instanceof ByteRange.Span) {
      checkSize(part.key(), found.objectSize());
      int first = part.firstElement();
      ChunkBytes bytes = view(found.bytes());
      part.forEachRun((from, to, count) -> bytes.copyTo(from - first, region, to, count));
    } else if (decoded == DecodedChunks.NONE) {
      copyDecoding(part, found, region);
    } else {
      ChunkBytes chunk = view(raw(part.key(), found));
      part.forEachRun((from, to, count) -> chunk.copyTo(from, region, to, count));
    }
  }

  private void copyDecoding(ChunkPart part, Fetched.Found found, Object region)
      throws StoreException {
    byte[] encoded = found.bytes();
    int size = metadata.chunkBytes();
    Codec.Pieces pieces = pieces(part, region);
    decoding(
        part.key(),
        ByteBuffer.wrap(encoded),
        size,
        () -> metadata.codec().decode(encoded, size, pieces));
  }

  private Codec.Pieces pieces(ChunkPart part, Object region) {
    return new PieceCopier(part, metadata.type().size(), this::view, region);
  }

  /**
   * Says whether chunks of a read are better decoded while they are received: so many that they
   * fill the line though each comes over one connection, so large that it spares memory.
   */
  boolean decodesWhileReceiving(int chunks) {
    return chunks >= Ranges.FILLING_THE_LINE
        && metadata.chunkBytes() > BodySink.ROOM
        && decoded == DecodedChunks.NONE
        && metadata.codec().decodesInParts();
  }

  /** Decodes a chunk in parts, and copies a part of it to a region. */
  Codec.Decoder decoder(ChunkPart part, Object region) {
    return metadata.codec().decoder(metadata.chunkBytes(), pieces(part, region));
  }

  /** A step of decoding. */
  @FunctionalInterface
  interface Decoding {
    void run() throws IOException;
  }

  /** Runs a step of decoding, which may be recorded. */
  void decoding(String key, ByteBuffer encoded, int decodedBytes, Decoding step)
      throws StoreException {
    DecodeEvent event = begin(key, encoded.remaining(), decodedBytes);
    try {
      step.run();
      commit(event);
    } catch (IOException e) {
      throw damaged(key, encoded, e);
    } catch (OutOfMemoryError e) {
      throw noRoom(key, e);
    }
  }

  private StoreException noRoom(String key, OutOfMemoryError cause) {
    String problem =
        "the heap has no room for a chunk of %d bytes: let the JVM have more (-Xmx)"
            .formatted(metadata.chunkBytes());
    return new StoreException(StoreException.Kind.OTHER, store, key, problem, cause);
  }

  private StoreException damaged(String key, ByteBuffer encoded, IOException cause) {
    String problem = "the chunk is damaged: " + cause.getMessage() + Gzip.hint(encoded);
    return new StoreException(StoreException.Kind.CORRUPT, store, key, problem, cause);
  }

  private void checkSize(String key, long size) throws StoreException {
    if (size != metadata.chunkBytes()) {
      String problem =
          "the chunk is damaged: it has %d bytes instead of %d"
              .formatted(size, metadata.chunkBytes());
      throw new StoreException(StoreException.Kind.CORRUPT, store, key, problem, null);
    }
  }

  /** Decodes a chunk that is to be changed: what a store or a cache holds is not. */
  byte[] decodeToChange(String key, Fetched.Found found) throws StoreException {
    byte[] raw = raw(key, found, DecodedChunks.NONE);
    return raw == found.bytes() ? raw.clone() : raw;
  }

  /** Makes a chunk that has the fill value everywhere. */
  byte[] filled() {
    byte[] raw = blank();
    int elements = raw.length / metadata.type().size();
    Object array = Array.newInstance(metadata.type().javaType(), elements);
    fill(array, 0, elements);
    view(raw).copyFrom(0, array, 0, elements);
    return raw;
  }

  byte[] blank() {
    return new byte[metadata.chunkBytes()];
  }

  ChunkBytes view(byte[] raw) {
    return view(ByteBuffer.wrap(raw));
  }

  private ChunkBytes view(ByteBuffer raw) {
    return new ChunkBytes(raw, metadata.type(), metadata.byteOrder());
  }

  byte[] encode(byte[] raw) throws IOException {
    return metadata.codec().encode(raw);
  }

  void fill(Object array, int index, int count) {
    metadata.type().fill(array, index, count, metadata.fillValue());
  }

  /** Decodes a chunk into an array that may be the store's or a cache's. */
  byte[] raw(String key, Fetched.Found found) throws StoreException {
    return raw(key, found, decoded);
  }

  private byte[] raw(String key, Fetched.Found found, DecodedChunks known) throws StoreException {
    try {
      byte[] raw = known.get(found, encoded -> decode(key, encoded));
      // Of another length, it was decoded before the array was replaced by another one.
      return raw.length == metadata.chunkBytes() ? raw : decode(key, found);
    } catch (IOException e) {
      throw damaged(key, ByteBuffer.wrap(found.bytes()), e);
    } catch (OutOfMemoryError e) {
      throw noRoom(key, e);
    }
  }

  private byte[] decode(String key, Fetched.Found found) throws IOException {
    DecodeEvent event = begin(key, found.bytes().length, metadata.chunkBytes());
    byte[] raw = metadata.codec().decode(found.bytes(), metadata.chunkBytes());
    commit(event);
    return raw;
  }

  private @Nullable DecodeEvent begin(String key, int encodedBytes, int decodedBytes) {
    return Recordings.wantDecodes()
        ? DecodeEvent.begun(store, key, encodedBytes, decodedBytes)
        : null;
  }

  private static void commit(@Nullable DecodeEvent event) {
    if (event != null) {
      event.commit();
    }
  }
}
