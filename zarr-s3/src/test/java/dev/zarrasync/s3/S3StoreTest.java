package dev.zarrasync.s3;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.AsyncStoreContract;
import dev.zarrasync.testing.EmbeddedS3;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3StoreTest extends AsyncStoreContract {

  private static EmbeddedS3 s3;

  @BeforeAll
  static void startServer() throws Exception {
    s3 = EmbeddedS3.start();
  }

  @AfterAll
  static void stopServer() {
    s3.close();
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    return fill(builder(s3).build(), objects);
  }

  S3StoreBuilder builder(EmbeddedS3 server) {
    return OnEmbeddedS3.store(server, server.newBucket());
  }
}
