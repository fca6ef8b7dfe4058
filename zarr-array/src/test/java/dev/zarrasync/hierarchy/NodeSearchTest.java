package dev.zarrasync.hierarchy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Nodes of both versions of Zarr in one store. */
class NodeSearchTest {

  private static final String ARRAY = "{\"node_type\": \"array\"}";
  private static final String GROUP = "{\"node_type\": \"group\"}";

  private final MemoryStore memory = new MemoryStore();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AsyncStore store =
      new ForwardingStore(memory) {
        @Override
        public CompletableFuture<Fetched> get(String key, GetOptions options) {
          requests.add(key);
          return super.get(key, options);
        }

        @Override
        public CompletableFuture<ListPage> list(ListRequest request) {
          requests.add("list " + request.prefix());
          return super.list(request);
        }
      };

  private void put(String key, String json) {
    memory.put(key, json.getBytes(UTF_8)).join();
  }

  @Test
  void nodesOfBothVersionsAreFound() throws Exception {
    put("zarr.json", GROUP);
    put("g/zarr.json", GROUP);
    put("g/a/zarr.json", ARRAY);
    put("g/a/c/0/0", "chunk");
    put("old/.zgroup", "{}");
    put("old/a/.zarray", "{}");
    put("both/.zgroup", "{}");
    put("both/zarr.json", ARRAY);
    put("both/c/0", "chunk");

    assertThat(Hierarchy.arrays(store, "")).containsExactly("both", "g/a", "old/a");
    assertThat(Hierarchy.groups(store, "")).containsExactly("", "g", "old");
    assertThat(Hierarchy.arrays(store, "g")).containsExactly("a");
    assertThat(requests).as("chunks are not looked at").noneMatch(r -> r.contains("c/"));
  }

  @Test
  void aDamagedOneHidesNoOtherAndIsAnArray() throws Exception {
    put("a/zarr.json", "{");
    put("b/zarr.json", ARRAY);

    assertThat(Hierarchy.arrays(store, "")).containsExactly("a", "b");
    assertThat(Hierarchy.groups(store, "")).isEmpty();
  }

  @Test
  void ofAnArrayWhoseChunksAreListedBeforeItsMetadataOnePageIsListed() throws Exception {
    put("zarr.json", GROUP);
    put("a/zarr.json", ARRAY);
    for (int i = 0; i < 2_500; i++) {
      put("a/" + i + ".0", "chunk");
    }

    assertThat(Hierarchy.arrays(store, "")).containsExactly("a");
    assertThat(requests).containsExactly("list ", "zarr.json", "list a/", "a/zarr.json");
  }

  @Test
  void oneThatCannotBeReadIsAnErrorThatNamesIt() {
    put("zarr.json", GROUP);
    put("a/zarr.json", ARRAY);
    AsyncStore denying =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return key.equals("a/zarr.json")
                ? CompletableFuture.failedFuture(
                    new StoreException(Kind.ACCESS_DENIED, this, key, "by hand", null))
                : super.get(key, options);
          }
        };
    assertThatThrownBy(() -> Hierarchy.arrays(denying, ""))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("ACCESS_DENIED", "'a/zarr.json'");
  }
}
