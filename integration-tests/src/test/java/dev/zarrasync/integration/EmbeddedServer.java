package dev.zarrasync.integration;

import dev.zarrasync.s3.EmbeddedS3;
import dev.zarrasync.s3.S3StoreBuilder;

/** S3Proxy in this JVM. */
final class EmbeddedServer implements S3Server {

  private final EmbeddedS3 s3 = EmbeddedS3.start();

  EmbeddedServer() throws Exception {}

  @Override
  public S3StoreBuilder newStore() {
    return s3.store(s3.newBucket()).cacheBytes(0);
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
