package dev.zarrasync.s3;

import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.store.GetOptions;

/** A client that a test makes a store use, for all its objects. */
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

  /** Says what to get so that the client is chosen at once. */
  GetOptions get() {
    return this == IN_PARTS ? GetOptions.ALL.expectedSize(10) : GetOptions.ALL;
  }
}
