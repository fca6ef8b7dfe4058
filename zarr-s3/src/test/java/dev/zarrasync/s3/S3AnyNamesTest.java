package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that are no keys: no client resolves them, and only who asks for them has them. */
class S3AnyNamesTest {

  private static final List<String> NAMES =
      List.of("p/", "p/./c", "p//d", "p/a", "p/a/", "p/a/./b", "p/a//b", "p/a/b", "p/e//");

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void areReadAndWrittenAsTheyAre(ClientKind client) throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      NAMES.forEach(name -> s3.put(bucket, name, "content of " + name));
      s3.put(bucket, "p/../out", "out of p");
      client.use(
          OnEmbeddedS3.store(s3, bucket).prefix("p"),
          store -> {
            assertThat(keys(store)).containsExactly("a", "a/b");
            assertThat(failure(store.get("a//b")).kind()).isEqualTo(Kind.INVALID_KEY);

            AsyncStore all = store.anyNames();
            assertThat(keys(all))
                .containsExactly(
                    "", "../out", "./c", "/d", "a", "a/", "a/./b", "a//b", "a/b", "e//");
            for (String name : NAMES) {
              Fetched fetched = value(all.get(name.substring(2)));
              assertThat(new String(((Found) fetched).bytes(), UTF_8))
                  .isEqualTo("content of " + name);
              value(all.put(name.substring(2), "new".getBytes(UTF_8)));
            }
            assertThat(failure(all.get("../out")).kind()).isEqualTo(Kind.INVALID_KEY);
            value(all.deleteItems(NAMES.stream().map(name -> name.substring(2)).toList()));
            assertThat(keys(all)).containsExactly("../out");
            all.close();
            assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
          });
    }
  }

  private static List<String> keys(AsyncStore store) throws Exception {
    return value(store.list(ListRequest.all(""))).objects().stream()
        .map(ListedObject::key)
        .toList();
  }
}
