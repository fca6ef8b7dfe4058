package dev.zarrasync.array;

import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Arrays of bytes of one dimension, not compressed, that have -1 where nothing is stored. */
final class Arrays1d {

  private Arrays1d() {}

  static ArrayMetadata metadata(int size, int chunk) {
    return metadata(size, chunk, Codecs.none(), -1);
  }

  static ArrayMetadata metadata(int size, int chunk, Codec codec, int fillValue) {
    return new ArrayMetadata(
        2,
        new long[] {size},
        new int[] {chunk},
        new DataType(DataType.Kind.SIGNED, 1, ByteOrder.BIG_ENDIAN),
        codec,
        new byte[] {(byte) fillValue},
        ChunkKeys.v2("."),
        List.of(),
        null);
  }

  /** Waits for what ends soon. */
  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Waits for a failure, and returns it without what wraps it. */
  static Throwable awaitFailure(CompletableFuture<?> future) {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause == null ? e : cause;
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("It did not fail");
  }
}
