package dev.zarrasync.fetch;

import dev.zarrasync.fetch.RangesAtOnce.Target;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A get of one large object that a listing has shown, in {@linkplain RangesAtOnce ranges}; and
 * whole, if there is another version of it by now.
 */
final class DividedGet extends Reply<Fetched> implements RangesAtOnce.Listener {

  private final Supplier<? extends CompletableFuture<Fetched>> whole;
  private final RangesAtOnce ranges;
  private volatile @Nullable CompletableFuture<Fetched> otherwise;

  /**
   * Sends nothing yet.
   *
   * @param whole sends the get undivided
   */
  DividedGet(
      Engine engine,
      Transport transport,
      Target target,
      Division division,
      Supplier<? extends CompletableFuture<Fetched>> whole) {
    this.whole = whole;
    this.ranges = new RangesAtOnce(engine, transport, target, division, null, this);
  }

  DividedGet send() {
    ranges.send();
    return this;
  }

  @Override
  public void met(Found all, long brought) {
    complete(all);
  }

  @Override
  public void failed(@Nullable Fetched answer, @Nullable Throwable failure) {
    boolean isOfAnother =
        failure instanceof StoreException e && e.kind() == Kind.PRECONDITION_FAILED;
    if (failure != null && !isOfAnother) {
      completeExceptionally(failure);
      return;
    }
    CompletableFuture<Fetched> get = whole.get();
    otherwise = get;
    Reply.follow(get, this::end);
    if (isDone()) { // Or else no one would abort it.
      get.cancel(false);
    }
  }

  @Override
  protected void over() {
    ranges.stop();
    CompletableFuture<Fetched> get = otherwise;
    if (get != null) {
      get.cancel(false);
    }
  }
}
