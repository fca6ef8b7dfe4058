package dev.zarrasync.store;

import dev.zarrasync.memory.MemoryStore;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

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
}
