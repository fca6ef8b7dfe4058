package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import java.net.URI;

/** Our store on the server. */
public final class Ours {

  private Ours() {}

  /**
   * A store as it comes, but for the cache: what is read again would come out of it.
   *
   * @param endpoint where the server listens
   * @return the store, to be closed by the caller
   */
  public static S3Store open(URI endpoint) {
    return builder(endpoint).cacheBytes(0).build();
  }

  static S3StoreBuilder builder(URI endpoint) {
    return S3Store.builder()
        .bucket(Bare.BUCKET)
        .endpoint(endpoint)
        .region("us-east-1")
        .credentials(Bare.KEY, Bare.SECRET);
  }
}
