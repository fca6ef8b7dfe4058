package dev.zarrasync.integration;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.testing.EmbeddedS3;

/** S3Proxy in this JVM. */
final class EmbeddedServer implements S3Server {

  private final EmbeddedS3 s3 = EmbeddedS3.start();

  EmbeddedServer() throws Exception {}

  /** Describes a store without a cache, with the credentials that the server wants. */
  static S3StoreBuilder store(EmbeddedS3 s3, String bucket) {
    return S3Store.builder()
        .bucket(bucket)
        .endpoint(s3.endpoint())
        .region("us-east-1")
        .credentials(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY)
        .cacheBytes(0);
  }

  @Override
  public S3StoreBuilder newStore() {
    return store(s3, s3.newBucket());
  }

  @Override
  public String toString() {
    return "S3Proxy (in the JVM) at " + s3.endpoint();
  }

  @Override
  public void close() {
    s3.close();
  }
}
