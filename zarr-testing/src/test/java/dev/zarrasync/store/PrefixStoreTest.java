package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.testing.AsyncStoreContract;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PrefixStoreTest extends AsyncStoreContract {

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CLOSE));
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    MemoryStore whole = new MemoryStore();
    fill(whole, Map.of("a/b", new byte[1], "a/b.c/d", new byte[2], "a/b0", new byte[3]));
    return fill(new PrefixStore(whole, "a/b"), objects);
  }

  @Test
  void aKeyIsThatOfTheStoreUnderThePath() {
    MemoryStore whole = new MemoryStore();
    AsyncStore view = new PrefixStore(whole, "a/b");

    await(view.put("c", new byte[1]));

    assertThat(await(whole.get("a/b/c"))).isInstanceOf(Fetched.Found.class);
    assertThat(view.url("c")).isEqualTo(whole.url("a/b/c"));
  }

  @Test
  void anEmptyPathViewsTheWholeStore() {
    MemoryStore whole = new MemoryStore();
    AsyncStore view = new PrefixStore(whole, "");

    await(view.put("c", new byte[1]));

    assertThat(await(whole.get("c"))).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void refusesWhatIsNotAPath() {
    for (String path : List.of("/", "a/", "/a", "..", "a/../b")) {
      assertThatIllegalArgumentException()
          .as(path)
          .isThrownBy(() -> new PrefixStore(new MemoryStore(), path))
          .withMessageContaining("'" + path + "' is not a path");
    }
  }

  @Test
  void cancellingAListingAbandonsThatOfTheStore() {
    CompletableFuture<ListPage> listing = new CompletableFuture<>();
    AsyncStore slow =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public CompletableFuture<ListPage> list(ListRequest request) {
            return listing;
          }
        };

    new PrefixStore(slow, "a").list(ListRequest.all("")).cancel(true);

    assertThat(listing).isCancelled();
  }
}
