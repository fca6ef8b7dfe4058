package dev.zarrasync.integration;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.AsyncStoreContract;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of all stores, on the chosen server. */
@OnS3Server
@ExtendWith(LocalStackFaults.class)
class S3ContractTest extends AsyncStoreContract {

  private final S3Server s3;

  S3ContractTest(S3Server s3) {
    this.s3 = s3;
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    return fill(s3.newStore().build(), objects);
  }
}
