package dev.zarrasync.s3;

import dev.zarrasync.http.internal.CrtRuntime;
import java.util.concurrent.CompletableFuture;

/** A client that a test makes a store use: for all its objects, or for those that it puts. */
enum ClientKind {
  CRT,
  JDK,
  IN_PARTS;

  /** What a test does with a store. */
  @FunctionalInterface
  interface Use {
    void accept(S3Store store) throws Exception;
  }

  /** Uses a store that sends its requests over this client, and closes it. */
  void use(S3StoreBuilder builder, Use use) throws Exception {
    if (this == JDK) {
      System.setProperty(CrtRuntime.OFF, "true");
    }
    try (S3Store store =
        builder.multipartThreshold(this == IN_PARTS ? 1 : Long.MAX_VALUE).build()) {
      use.accept(store);
    } finally {
      System.clearProperty(CrtRuntime.OFF);
    }
  }

  /** Sends a request that this client sends for the store. */
  CompletableFuture<?> send(S3Store store, String key) {
    return this == IN_PARTS ? store.put(key, new byte[1]) : store.get(key);
  }
}
