package dev.zarrasync.benchmarks.bare;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client without anything of ours around it. */
public interface BareClient extends AutoCloseable {

  /**
   * Gets an object of the bucket, into one array of its size.
   *
   * @param key the object's key
   * @return its bytes, or a failure if there is none
   */
  CompletableFuture<byte[]> get(String key);

  @Override
  void close();

  /**
   * Asks for all at once, and leaves it to the client's pool how many are under way.
   *
   * @param keys the objects' keys
   * @return how many bytes they have together
   */
  default long getAll(List<String> keys) {
    // Not of the bodies, so that each can be forgotten when it is there.
    List<CompletableFuture<Integer>> sizes =
        keys.stream().map(key -> get(key).thenApply(body -> body.length)).toList();
    return sizes.stream().mapToLong(CompletableFuture::join).sum();
  }
}
