package dev.zarrasync.array;

import dev.zarrasync.codec.Codecs;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Arrays of bytes of one dimension, not compressed, that have -1 where nothing is stored. */
final class Arrays1d {

  private Arrays1d() {}

  static ArrayMetadata metadata(int size, int chunk) {
    return new ArrayMetadata(
        new int[] {size},
        new int[] {chunk},
        ElementType.I1,
        ByteOrder.BIG_ENDIAN,
        Codecs.none(),
        -1,
        ".");
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
