package dev.zarrasync.s3;

import dev.zarrasync.testing.EmbeddedS3;

/** Stores on an embedded S3 server. */
final class OnEmbeddedS3 {

  private OnEmbeddedS3() {}

  static S3StoreBuilder store(EmbeddedS3 s3, String bucket) {
    return S3Store.builder()
        .bucket(bucket)
        .endpoint(s3.endpoint())
        .region("us-east-1")
        .credentials(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY);
  }
}
