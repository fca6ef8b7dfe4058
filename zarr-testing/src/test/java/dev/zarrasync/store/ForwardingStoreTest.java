package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.AsyncStoreContract;
import java.util.ArrayList;
import java.util.Collection;
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
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            read.add(key);
            return super.get(key, options);
          }
        };

    await(store.get("a"));
    store.getItems(List.of("b", "c", "b")).values().forEach(AsyncStoreContract::await);

    assertThat(read).containsExactly("a", "b", "c");
  }

  @Test
  void everyFormIsForwardedAsItIsAsked() {
    List<Object> asked = new ArrayList<>();
    MemoryStore target = new MemoryStore();
    AsyncStore below =
        new ForwardingStore(target) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            asked.add(options);
            return super.get(key, options);
          }

          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            asked.add(condition);
            return super.put(key, value, condition);
          }

          @Override
          public CompletableFuture<Void> deleteItems(Collection<String> keys) {
            asked.add(keys);
            return super.deleteItems(keys);
          }
        };
    AsyncStore store = new ForwardingStore(below) {};
    GetOptions options =
        GetOptions.ALL
            .expectedSize(3)
            .division(new GetOptions.Division(2, "e"))
            .readBytes(9)
            .current();

    await(store.put("a", new byte[3], Condition.ABSENT));
    await(store.get("a", options));
    await(store.deleteItems(List.of("a", "b")));

    assertThat(asked).containsExactly(Condition.ABSENT, options, List.of("a", "b"));
  }

  @Test
  void theHookSeesEachKeyOfEachOperationOnce() {
    List<String> seen = new ArrayList<>();
    MemoryStore target = new MemoryStore();
    AsyncStore store =
        new ForwardingStore(target) {
          @Override
          protected String forward(Operation operation, String key) {
            seen.add(operation + " " + key);
            return "below/" + key;
          }
        };

    await(store.put("a", new byte[1]));
    await(store.get("a"));
    store.getItems(List.of("b", "c")).values().forEach(AsyncStoreContract::await);
    await(store.deleteItems(List.of("d", "e")));
    await(store.delete("f"));

    assertThat(await(target.get("below/a"))).isInstanceOf(Fetched.Found.class);
    assertThat(seen)
        .containsExactly("PUT a", "GET a", "GET b", "GET c", "DELETE d", "DELETE e", "DELETE f");
  }

  /** All names of a server are reached through a store that forwards, and its hook sees them. */
  @Test
  void whatIsNoKeyIsReachedThroughIt() {
    List<String> seen = new ArrayList<>();
    AsyncStore bucket = new PrefixStore(new AnyNamesStore(), "");
    AsyncStore store =
        new ForwardingStore(bucket) {
          @Override
          protected String forward(Operation operation, String key) {
            seen.add(key);
            return key;
          }
        };

    assertThat(awaitFailure(store.get("a//b")).kind()).isEqualTo(Kind.INVALID_KEY);
    assertThat(await(store.anyNames().get("a//b"))).isInstanceOf(Fetched.Found.class);
    assertThat(seen).containsExactly("a//b", "a//b");
  }

  /** Has an object under each name. */
  private static final class AnyNamesStore extends ForwardingStore {
    AnyNamesStore() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      return CompletableFuture.completedFuture(new Fetched.Found(new byte[1], 1, null));
    }
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
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      return refused(key);
    }

    @Override
    public CompletableFuture<Void> deleteItems(Collection<String> keys) {
      return refused(keys.iterator().next());
    }

    private <T> CompletableFuture<T> refused(String key) {
      return CompletableFuture.failedFuture(
          new StoreException(Kind.UNSUPPORTED, this, key, "this store can only get", null));
    }
  }
}
