package dev.zarrasync.fetch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the bytes of one answer go. Used by one thread at a time. */
public interface Body {

  /**
   * Takes the next bytes. Returns at once.
   *
   * @param part the bytes, which are read to their end: no more in all than the length of the body
   */
  void put(ByteBuffer part);

  /**
   * Says whether there is room for more. If not, no more must be put until {@link #whenReady} says
   * so; what has come already may be.
   *
   * @return true if more may be received
   */
  default boolean isReady() {
    return true;
  }

  /**
   * Does something when there is room for more.
   *
   * @param action run at once, or soon by another thread; it returns at once
   */
  default void whenReady(Runnable action) {
    action.run();
  }

  /**
   * Verifies the bytes. To be called when all of them have been put.
   *
   * @return what is wrong with them, or null; fails if they cannot be used for another reason
   */
  CompletableFuture<@Nullable String> end();

  /**
   * Returns the bytes.
   *
   * @return what {@link dev.zarrasync.store.Fetched.Found#bytes()} is to give
   */
  byte[] bytes();
}
