package dev.zarrasync.cache;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.AsyncStoreContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Runs the contract with a cache that remembers, one that does not, and one that always asks. */
class CachingStoreContractTest {

  private abstract static class Contract extends AsyncStoreContract {
    abstract CacheOptions options();

    @Override
    protected AsyncStore storeWith(Map<String, byte[]> objects) {
      return fill(new CachingStore(new MemoryStore(), options()), objects);
    }
  }

  @Nested
  class WithRoom extends Contract {
    @Override
    CacheOptions options() {
      return CacheOptions.ofBytes(1 << 20);
    }
  }

  @Nested
  class OfNoBytes extends Contract {
    @Override
    CacheOptions options() {
      return CacheOptions.ofBytes(0);
    }
  }

  @Nested
  class ThatAlwaysAsks extends Contract {
    @Override
    CacheOptions options() {
      return CacheOptions.ofBytes(1 << 20).revalidateAfter(Duration.ZERO);
    }
  }
}
