package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.testing.EmbeddedS3;
import org.junit.jupiter.api.Test;

/** The contract with every object but the empty ones read and written by the client for parts. */
class S3StoreInPartsTest extends S3StoreTest {

  @Override
  S3StoreBuilder builder(EmbeddedS3 s3) {
    return super.builder(s3).multipartThreshold(1);
  }

  /** What a test does with a store, whose requests are counted. */
  private interface Use {
    void accept(S3Store store, EmbeddedS3 server) throws Exception;
  }

  /** Uses a store that has not learnt any size yet, on a bucket with two objects in a directory. */
  private static void onObjects(Use use) throws Exception {
    try (EmbeddedS3 server = EmbeddedS3.start()) {
      String bucket = server.newBucket();
      try (S3Store store = OnEmbeddedS3.store(server, bucket).build()) {
        value(store.put("c/0", new byte[10]));
        value(store.put("c/1", new byte[10]));
        value(store.put("c/empty", new byte[0]));
      }
      server.resetCounts();
      try (S3Store store =
          OnEmbeddedS3.store(server, bucket).cacheBytes(0).multipartThreshold(1).build()) {
        use.accept(store, server);
      }
    }
  }

  private static String get(String key) {
    return "GET /bucket-1/" + key;
  }

  @Test
  void aPutOfLessThanAPartIsOnePut() throws Exception {
    onObjects(
        (store, server) -> {
          value(store.put("c/2", new byte[10]));

          assertThat(server.requests()).containsExactly("PUT /bucket-1/c/2");
        });
  }

  @Test
  void theFirstGetOfADirectoryIsTwoGetsAndItsSiblingsOneEach() throws Exception {
    onObjects(
        (store, server) -> {
          value(store.get("c/0"));
          value(store.get("c/1"));
          value(store.get("c/0", ByteRange.of(2, 3)));

          assertThat(server.requests())
              .containsExactly(get("c/0"), get("c/0"), get("c/1"), get("c/0"));
        });
  }

  @Test
  void aGetOfAListedSizeIsOneGet() throws Exception {
    onObjects(
        (store, server) -> {
          value(store.get("c/0", GetOptions.ALL.expectedSize(10)));

          assertThat(server.requests()).containsExactly(get("c/0"));
        });
  }

  @Test
  void aGetOfNothingIsOneGet() throws Exception {
    onObjects(
        (store, server) -> {
          GetOptions listed = GetOptions.ALL.expectedSize(10);

          assertThat(value(store.get("c/missing", listed))).isEqualTo(Fetched.MISSING);
          value(store.get("c/empty"));

          assertThat(server.requests()).containsExactly(get("c/missing"), get("c/empty"));
        });
  }
}
