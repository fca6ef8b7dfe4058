package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.testing.EmbeddedS3;
import org.junit.jupiter.api.Test;

/** The contract with every object but the empty ones put by the client for parts. */
class S3StoreInPartsTest extends S3StoreTest {

  @Override
  S3StoreBuilder builder(EmbeddedS3 s3) {
    return super.builder(s3).multipartThreshold(1);
  }

  @Test
  void aPutOfLessThanAPartIsOnePut() throws Exception {
    try (EmbeddedS3 server = EmbeddedS3.start();
        S3Store store = builder(server).bucket(server.newBucket()).build()) {
      value(store.put("c/2", new byte[10]));

      assertThat(server.requests()).containsExactly("PUT /bucket-2/c/2");
    }
  }
}
