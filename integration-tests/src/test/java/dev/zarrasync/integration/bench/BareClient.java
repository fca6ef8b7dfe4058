package dev.zarrasync.integration.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client without anything of ours around it. */
interface BareClient extends AutoCloseable {

  /** Gets an object of the bucket, into one array of its size. */
  CompletableFuture<byte[]> get(String key);

  @Override
  void close();

  /** Asks for all at once, and leaves it to the client's pool how many are under way. */
  default long getAll(List<String> keys) {
    // Not of the bodies, so that each can be forgotten when it is there.
    List<CompletableFuture<Integer>> sizes =
        keys.stream().map(key -> get(key).thenApply(body -> body.length)).toList();
    return sizes.stream().mapToLong(CompletableFuture::join).sum();
  }
}
