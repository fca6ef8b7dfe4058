package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.concurrent.CompletableFuture;

/** A transport that breaks its contract: it throws when one key is read. */
final class ThrowingTransport extends ForwardingStore implements Transport {

  private final String key;

  ThrowingTransport(Transport transport, String key) {
    super(transport);
    this.key = key;
  }

  @Override
  public CompletableFuture<Fetched> get(String wanted, GetOptions options, Admission admission) {
    if (wanted.equals(key)) {
      throw new IllegalStateException("by hand");
    }
    return delegate().get(wanted, options);
  }
}
