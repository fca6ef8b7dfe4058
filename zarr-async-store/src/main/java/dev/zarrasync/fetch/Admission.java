package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;

/** Lets bodies in as memory allows. */
@FunctionalInterface
public interface Admission {

  /** Lets every body in at once. */
  Admission OPEN = bytes -> CompletableFuture.completedFuture(null);

  /**
   * Asks for room for a body.
   *
   * @param bytes the body's length
   * @return completes when the body may be received. The transport must not receive it, nor block a
   *     thread, before.
   */
  CompletableFuture<Void> admit(long bytes);
}
