package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates a group of Zarr v3, or replaces the attributes of one. What cannot be read is never
 * replaced.
 *
 * @param key that of its {@code zarr.json}
 */
record GroupWrite(AsyncStore store, String key, ObjectNode attributes) {

  /** Nobody else in this process writes the {@code zarr.json} meanwhile. */
  CompletableFuture<Void> put() {
    return WriteOrder.update(
        store, key, () -> read().handle(this::after).thenCompose(Function.identity()));
  }

  private CompletableFuture<Fetched> read() {
    return store.get(key, GetOptions.ALL.current());
  }

  private CompletableFuture<Void> after(@Nullable Fetched fetched, @Nullable Throwable failure) {
    if (fetched instanceof Fetched.Found found) {
      return change(found);
    }
    if (failure == null) {
      return create();
    }
    return kind(failure) == Kind.ACCESS_DENIED
        ? createUnseen()
        : CompletableFuture.failedFuture(failure);
  }

  private CompletableFuture<Void> change(Fetched.Found found) {
    try {
      ObjectNode node = MetadataJson.parse(store, key, found.bytes());
      if (!Nodes.type(store, key, node).equals(Nodes.GROUP)) {
        return failed("there is an array: delete it first", null);
      }
      return put(node, Condition.NONE);
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> create() {
    return put(empty(), Condition.ABSENT)
        .exceptionallyCompose(
            refusal ->
                switch (kind(refusal)) {
                  case UNSUPPORTED -> put(empty(), Condition.NONE);
                  case PRECONDITION_FAILED ->
                      read().thenCompose(now -> changeIfThere(now, refusal));
                  default -> CompletableFuture.failedFuture(refusal);
                });
  }

  /** Another process has created it meanwhile, or the answer to an earlier attempt was lost. */
  private CompletableFuture<Void> changeIfThere(Fetched now, Throwable refusal) {
    return now instanceof Fetched.Found found
        ? change(found)
        : CompletableFuture.failedFuture(refusal);
  }

  /** Who may not list is denied what is missing, but who may not read is denied what is there. */
  private CompletableFuture<Void> createUnseen() {
    return put(empty(), Condition.ABSENT)
        .exceptionallyCompose(
            refusal ->
                switch (kind(refusal)) {
                  case PRECONDITION_FAILED ->
                      failed(
                          "there is an object that may not be read, unless a lost attempt of this"
                              + " write has stored it, so it is not replaced: allow reading it (on S3 s3:GetObject), or delete it first",
                          refusal);
                  case UNSUPPORTED ->
                      failed(
                          "it may not be read, and the store cannot put only what is missing, so"
                              + " an object there would be lost: allow reading it",
                          refusal);
                  default -> CompletableFuture.failedFuture(refusal);
                });
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("zarr_format", 3)
        .put("node_type", Nodes.GROUP);
  }

  private CompletableFuture<Void> put(ObjectNode group, Condition condition) {
    group.set("attributes", attributes);
    return store
        .put(key, MetadataJson.exact(group), condition)
        .whenComplete((nothing, failure) -> Writes.ended(store, key));
  }

  private CompletableFuture<Void> failed(String problem, @Nullable Throwable cause) {
    return CompletableFuture.failedFuture(
        new StoreException(Kind.PRECONDITION_FAILED, store, key, problem, cause));
  }

  private static Kind kind(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e ? e.kind() : Kind.OTHER;
  }
}
