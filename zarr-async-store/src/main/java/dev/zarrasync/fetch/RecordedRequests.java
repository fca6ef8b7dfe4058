package dev.zarrasync.fetch;

import dev.zarrasync.jfr.RequestEvent;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Records an event for each request of an operation, before its outcome is known to others. */
final class RecordedRequests implements RequestTrace {

  private final AsyncStore store;
  private final String method;
  private final String key;
  private final ByteRange range;
  private final AtomicInteger attempts = new AtomicInteger();

  RecordedRequests(AsyncStore store, String method, String key, ByteRange range) {
    this.store = store;
    this.method = method;
    this.key = key;
    this.range = range;
  }

  @Override
  public <T> Function<Admission, CompletableFuture<T>> attempt(
      Function<Admission, CompletableFuture<T>> send) {
    return recorded(attempts.incrementAndGet(), false, send);
  }

  @Override
  public <T> Function<Admission, CompletableFuture<T>> hedge(
      Function<Admission, CompletableFuture<T>> send) {
    return recorded(attempts.get(), true, send);
  }

  private <T> Function<Admission, CompletableFuture<T>> recorded(
      int attempt, boolean hedge, Function<Admission, CompletableFuture<T>> send) {
    RequestEvent event = RequestEvent.queued(store, method, key, range, attempt, hedge);
    return admission -> {
      event.sent();
      CompletableFuture<T> request = send(event, admission, send);
      Attempt<T> result = new Attempt<>();
      result.follow(request.whenComplete(event::ended), request);
      return result;
    };
  }

  private static <T> CompletableFuture<T> send(
      RequestEvent event, Admission admission, Function<Admission, CompletableFuture<T>> send) {
    try {
      return send.apply(admission.admittedBy(bytes -> admit(event, admission, bytes)));
    } catch (Throwable e) { // As from a transport that breaks its contract.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<Void> admit(
      RequestEvent event, Admission admission, long bytes) {
    event.head(bytes);
    CompletableFuture<Void> admitted = admission.admit(bytes);
    Attempt<Void> result = new Attempt<>();
    result.follow(admitted.thenRun(event::admitted), admitted);
    return result;
  }
}
