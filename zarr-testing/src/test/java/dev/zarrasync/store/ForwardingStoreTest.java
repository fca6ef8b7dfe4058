package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Runs the contract with a store that can only get, as one on a plain web server. */
class ForwardingStoreTest extends AsyncStoreContract {

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.of(Capability.UNICODE_KEYS, Capability.NESTED_OBJECTS, Capability.CLOSE);
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    return new GetOnlyStore(fill(new MemoryStore(), objects));
  }

  @Test
  void forwardsWhatIsNotOverridden() {
    MemoryStore target = new MemoryStore();
    AsyncStore store = new ForwardingStore(target) {};

    await(store.put("a", new byte[1]));

    assertThat(await(target.get("a"))).isInstanceOf(Fetched.Found.class);
    assertThat(await(store.list(ListRequest.all(""))).objects()).hasSize(1);
    assertThat(store.url("a")).isEqualTo(target.url("a"));
    assertThat(store.limits()).isEqualTo(target.limits());
    assertThat(store).hasToString(target.toString());
    await(store.delete("a"));
    assertThat(await(target.get("a"))).isEqualTo(Fetched.MISSING);
    store.close();
    assertThat(awaitFailure(target.get("a")).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void everyReadGoesThroughTheOneGet() {
    List<String> read = new ArrayList<>();
    AsyncStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public CompletableFuture<Fetched> get(String key, ByteRange range) {
            read.add(key);
            return super.get(key, range);
          }
        };

    await(store.get("a"));
    store.getItems(List.of("b", "c", "b")).values().forEach(AsyncStoreContract::await);

    assertThat(read).containsExactly("a", "b", "c");
  }

  private static final class GetOnlyStore extends ForwardingStore {
    GetOnlyStore(AsyncStore delegate) {
      super(delegate);
    }

    @Override
    public CompletableFuture<ListPage> list(ListRequest request) {
      return refused(request.prefix());
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value) {
      return refused(key);
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
      return refused(key);
    }

    private <T> CompletableFuture<T> refused(String key) {
      return CompletableFuture.failedFuture(
          new StoreException(Kind.UNSUPPORTED, this, key, "this store can only get", null));
    }
  }
}
