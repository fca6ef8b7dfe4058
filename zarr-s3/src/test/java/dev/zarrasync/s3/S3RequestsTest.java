package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.testing.EmbeddedS3;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store asks of its server, as the server sees it. */
class S3RequestsTest {

  @Test
  void aGetIsOneGet() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      try (S3Store store = OnEmbeddedS3.store(s3, bucket).cacheBytes(0).build()) {
        value(store.put("a", new byte[10]));
        value(store.put("empty", new byte[0]));
        s3.resetCounts();

        value(store.get("a"));
        value(store.get("a", ByteRange.of(2, 3)));
        value(store.get("a", ByteRange.suffix(3)));
        value(store.get("empty"));
        value(store.get("missing"));

        String root = "GET /" + bucket + "/";
        assertThat(s3.requests())
            .containsExactly(root + "a", root + "a", root + "a", root + "empty", root + "missing");
      }
    }
  }

  @Test
  void neverOpensMoreConnectionsThanRequestsAllowed() throws Exception {
    int limit = 8;
    try (EmbeddedS3 s3 = EmbeddedS3.start();
        S3Store store =
            OnEmbeddedS3.store(s3, s3.newBucket()).maxInFlight(limit).cacheBytes(0).build()) {
      List<String> keys = IntStream.range(0, 200).mapToObj(i -> "c/" + i).toList();
      for (CompletableFuture<Void> put :
          keys.stream().map(key -> store.put(key, key.getBytes(UTF_8))).toList()) {
        value(put);
      }
      s3.holdUntilInFlight(limit);

      for (var item : store.getItems(keys).entrySet()) {
        Found found = (Found) value(item.getValue());
        assertThat(new String(found.bytes(), UTF_8)).isEqualTo(item.getKey());
      }

      assertThat(s3.peakInFlight()).isEqualTo(limit);
      assertThat(s3.connections()).isLessThanOrEqualTo(limit);
      assertThat(s3.requests()).hasSize(2 * keys.size());
    }
  }

  @Test
  void readsWhatTheServerHasAsFiles(@TempDir Path directory) throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start(directory);
        S3Store store = OnEmbeddedS3.store(s3, s3.newBucket()).build()) {
      value(store.put("a/b", new byte[100]));

      Fetched fetched = value(store.get("a/b", ByteRange.of(90, 20)));

      assertThat(((Found) fetched).bytes()).hasSize(10);
      assertThat(((Found) fetched).objectSize()).isEqualTo(100);
    }
  }
}
