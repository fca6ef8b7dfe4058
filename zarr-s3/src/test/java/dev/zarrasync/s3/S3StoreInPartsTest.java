package dev.zarrasync.s3;

/** The contract with every object but the empty ones read and written by the client for parts. */
class S3StoreInPartsTest extends S3StoreTest {

  @Override
  S3StoreBuilder builder(EmbeddedS3 s3) {
    return super.builder(s3).multipartThreshold(1);
  }
}
