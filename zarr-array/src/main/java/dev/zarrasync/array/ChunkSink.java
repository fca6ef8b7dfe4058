package dev.zarrasync.array;

import dev.zarrasync.codec.Codec.Decoder;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.StoreException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a chunk while it is received, and copies a part of it to a region. */
final class ChunkSink implements BodySink, AutoCloseable {

  private final ChunkFormat format;
  private final ChunkPart part;
  private final Object region;

  // Guarded by this.
  private @Nullable Decoder decoder;
  private boolean closed;

  ChunkSink(ChunkFormat format, ChunkPart part, Object region) {
    this.format = format;
    this.part = part;
    this.region = region;
  }

  @Override
  public synchronized void begin() {
    free();
    decoder = closed ? null : format.decoder(part, region);
  }

  @Override
  public synchronized void take(byte[] bytes, int start, int length) throws StoreException {
    Decoder open = decoder;
    if (open != null) {
      ByteBuffer encoded = ByteBuffer.wrap(bytes, start, length);
      format.decoding(part.key(), encoded, 0, () -> open.take(bytes, start, length));
    }
  }

  @Override
  public synchronized void end() throws StoreException {
    Decoder open = decoder;
    if (open != null) {
      format.decoding(part.key(), ByteBuffer.allocate(0), format.chunkBytes(), open::end);
    }
  }

  /** Frees what decoding holds. Nothing is copied any more. */
  @Override
  public synchronized void close() {
    closed = true;
    free();
  }

  private void free() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}
