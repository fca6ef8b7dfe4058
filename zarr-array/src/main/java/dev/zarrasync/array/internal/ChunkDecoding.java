package dev.zarrasync.array.internal;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.jfr.internal.DecodeEvent;
import dev.zarrasync.jfr.internal.Recordings;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes the chunks of one array. It is recorded, and what fails names the chunk. */
public record ChunkDecoding(AsyncStore store, ArrayMetadata metadata) {

  /** A step of decoding. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  /** Decodes a chunk into an array that may be the store's. */
  public byte[] decode(String key, Fetched.Found found) throws StoreException {
    byte[] encoded = found.bytes();
    int size = metadata.chunkBytes();
    byte[][] raw = new byte[1][];
    run(
        key,
        ByteBuffer.wrap(encoded),
        Math.max(0, size),
        () ->
            raw[0] =
                size == Elements.UNKNOWN
                    ? metadata.codec().decode(encoded)
                    : metadata.codec().decode(encoded, size));
    return raw[0];
  }

  /**
   * Runs a step.
   *
   * @param encoded what it decodes
   * @param decodedBytes what comes of it
   */
  public void run(String key, ByteBuffer encoded, int decodedBytes, Step step)
      throws StoreException {
    DecodeEvent event =
        Recordings.wantDecodes()
            ? DecodeEvent.begun(store, key, encoded.remaining(), decodedBytes)
            : null;
    try {
      step.run();
    } catch (IOException e) {
      throw damaged(key, e.getMessage() + Gzip.hint(encoded), e);
    } catch (OutOfMemoryError e) {
      String problem =
          "the heap has no room for a chunk of %d bytes: let the JVM have more (-Xmx)"
              .formatted(metadata.chunkBytes());
      throw new StoreException(StoreException.Kind.OTHER, store, key, problem, e);
    }
    if (event != null) {
      event.commit();
    }
  }

  /** Checks the size of a chunk that is stored as it is. */
  public void checkSize(String key, long size) throws StoreException {
    if (size != metadata.chunkBytes()) {
      String problem = "it has %d bytes instead of %d".formatted(size, metadata.chunkBytes());
      throw damaged(key, problem, null);
    }
  }

  private StoreException damaged(String key, String problem, @Nullable IOException cause) {
    return new StoreException(
        StoreException.Kind.CORRUPT, store, key, "the chunk is damaged: " + problem, cause);
  }
}
