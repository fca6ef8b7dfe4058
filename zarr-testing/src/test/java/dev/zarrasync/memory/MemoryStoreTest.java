package dev.zarrasync.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.testing.AsyncStoreContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends AsyncStoreContract {

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    return fill(new MemoryStore(), objects);
  }

  @Test
  void everyPutGivesANewEntityTag() {
    try (MemoryStore store = new MemoryStore()) {
      await(store.put("a", new byte[1]));
      String first = ((Found) await(store.get("a"))).etag();
      await(store.put("a", new byte[1]));

      assertThat(((Found) await(store.get("a"))).etag()).isNotEqualTo(first);
      assertThat(first).startsWith("\"").endsWith("\"");
    }
  }

  @Test
  void wholeObjectsAreSharedNotCopied() {
    try (MemoryStore store = new MemoryStore()) {
      await(store.put("a", new byte[1]));

      assertThat(((Found) await(store.get("a"))).bytes())
          .isSameAs(((Found) await(store.get("a"))).bytes());
    }
  }

  @Test
  void storesDoNotShareObjectsOrUrls() {
    try (MemoryStore one = new MemoryStore();
        MemoryStore other = new MemoryStore()) {
      await(one.put("a b/c", new byte[1]));

      assertThat(await(other.get("a b/c"))).isNotInstanceOf(Found.class);
      assertThat(one.url("a b/c")).endsWith("/a%20b/c").isNotEqualTo(other.url("a b/c"));
    }
  }
}
