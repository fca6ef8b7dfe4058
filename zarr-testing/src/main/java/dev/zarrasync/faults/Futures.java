package dev.zarrasync.faults;

import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits, but not forever. */
public final class Futures {

  private Futures() {}

  /** Waits for a value. */
  public static <T> T value(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** Waits for a failure. */
  public static StoreException failure(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("Not a failure: " + future.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        return failure;
      }
      throw e;
    }
  }
}
