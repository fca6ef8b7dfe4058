package dev.zarrasync.fetch;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.Limits;
import java.util.concurrent.CompletableFuture;

/** A transport with limits, retries and single-flight around it. */
public final class FetchStore extends ForwardingStore {

  private final Transport transport;
  private final FetchOptions options;

  /**
   * Puts the engine around a transport.
   *
   * @param transport sends the requests; closed with this store
   * @param options the limits and retries
   */
  public FetchStore(Transport transport, FetchOptions options) {
    super(transport);
    this.transport = transport;
    this.options = options;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, ByteRange range) {
    return transport.get(key, range, Admission.OPEN);
  }

  @Override
  public Limits limits() {
    return options.limits();
  }
}
