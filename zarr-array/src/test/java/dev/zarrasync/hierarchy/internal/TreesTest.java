package dev.zarrasync.hierarchy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

  private final MemoryStore memory = new MemoryStore();

  /** Logs the requests, each multi-delete as its number of keys. */
  private static class LoggingStore extends ForwardingStore {
    final List<String> log = Collections.synchronizedList(new ArrayList<>());

    LoggingStore(AsyncStore store) {
      super(store);
    }

    @Override
    public CompletableFuture<ListPage> list(ListRequest request) {
      log.add("list");
      return super.list(request);
    }

    @Override
    public CompletableFuture<Void> deleteItems(Collection<String> keys) {
      log.add("delete " + (keys.size() > 3 ? keys.size() : keys));
      return super.deleteItems(keys);
    }
  }

  private static void putArray(AsyncStore store, int chunks) {
    put(store, "a/.zarray");
    put(store, "a/.zattrs");
    for (int i = 0; i < chunks; i++) {
      put(store, "a/" + i);
    }
    put(store, "ab/0");
  }

  private static void put(AsyncStore store, String key) {
    store.put(key, new byte[1]).join();
  }

  private List<String> keys() throws IOException {
    try (var keys = Trees.keysUnder(memory, "")) {
      return keys.toList();
    }
  }

  @Test
  void anArrayIsDeletedPageByPageAndItsMetadataFirst() throws Exception {
    putArray(memory, 2_498);
    LoggingStore store = new LoggingStore(memory);
    Trees.delete(store, "a");

    assertThat(store.log)
        .containsExactly(
            "list",
            "delete [a]",
            "list",
            "delete [a/.zarray, a/.zattrs, a/zarr.json]",
            "delete 998",
            "list",
            "delete 1000",
            "delete 500");
    assertThat(keys()).containsExactly("ab/0");
  }

  @Test
  void whatIsNotThereCostsOneListing() throws Exception {
    LoggingStore store = new LoggingStore(memory);
    Trees.delete(store, "a");
    Trees.delete(store, "");
    assertThat(store.log).containsExactly("list", "delete [a]", "list");
  }

  @Test
  void theMetadataOfNestedArraysIsDeletedBeforeTheirChunks() throws Exception {
    List<String> deleted = new ArrayList<>();
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Void> deleteItems(Collection<String> keys) {
            deleted.addAll(keys);
            return super.deleteItems(keys);
          }
        };
    for (String array : List.of("g/a", "g/b/c")) {
      put(memory, array + "/.zarray");
      put(memory, array + "/0.0");
    }
    put(memory, "g/.zgroup");
    put(memory, "g/.zmetadata");
    Trees.delete(store, "g");

    assertThat(deleted)
        .startsWith("g", "g/.zgroup", "g/.zmetadata", "g/a/.zarray", "g/b/c/.zarray")
        .endsWith("g/a/0.0", "g/b/c/0.0");
  }

  @Test
  void metadataThatIsListedAfterTheChunksIsDeletedBeforeThem() throws Exception {
    List<List<String>> deleted = new ArrayList<>();
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Void> deleteItems(Collection<String> keys) {
            deleted.add(List.copyOf(keys));
            return super.deleteItems(keys);
          }
        };
    for (String node : List.of("g", "g/a", "g/b", "g/b/0")) {
      put(memory, node + "/zarr.json");
    }
    for (int i = 0; i < 1_500; i++) {
      put(memory, "g/a/c/0/" + i);
      put(memory, "g/b/0/c/0/" + i);
    }
    Trees.delete(store, "g");

    List<String> inOrder = deleted.stream().flatMap(List::stream).toList();
    for (String array : List.of("g/a", "g/b/0")) {
      int first = inOrder.indexOf(array + "/zarr.json");
      assertThat(inOrder.subList(0, first))
          .noneMatch(key -> key.startsWith(array + "/c/") && !Paths.isMetadata(key));
    }
    assertThat(keys()).isEmpty();
  }

  @Test
  void fourPagesOfDeletesAreUnderWayAtMost() throws Exception {
    putArray(memory, 9_500);
    List<CompletableFuture<Void>> pending = new CopyOnWriteArrayList<>();
    LoggingStore store =
        new LoggingStore(memory) {
          @Override
          public CompletableFuture<Void> deleteItems(Collection<String> keys) {
            if (keys.size() < 4) {
              return super.deleteItems(keys);
            }
            CompletableFuture<Void> deleted = new CompletableFuture<>();
            synchronized (pending) {
              pending.add(deleted);
              pending.notifyAll();
            }
            return deleted.thenCompose(nothing -> delegate().deleteItems(keys));
          }
        };
    CompletableFuture<Void> tree = inBackground(store);
    for (int pages : new int[] {4, 8, 10}) {
      awaitPending(pending, pages);
      assertThat(tree).isNotDone();
      assertThat(pending).hasSize(pages);
      assertThat(store.log.stream().filter("list"::equals)).hasSize(Math.min(10, pages + 1));
      pending.forEach(deleted -> deleted.complete(null));
    }
    tree.get(60, TimeUnit.SECONDS);
    assertThat(keys()).containsExactly("ab/0");
  }

  private static CompletableFuture<Void> inBackground(AsyncStore store) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Trees.delete(store, "a");
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        new ForkJoinPool(1));
  }

  private static void awaitPending(List<CompletableFuture<Void>> pending, int count)
      throws InterruptedException {
    synchronized (pending) {
      while (pending.size() < count) {
        pending.wait(60_000);
      }
    }
  }

  @Test
  void aFailedDeleteIsReportedWhenTheOthersAreOver() throws Exception {
    putArray(memory, 1_500);
    List<CompletableFuture<Void>> pending = new CopyOnWriteArrayList<>();
    LoggingStore store =
        new LoggingStore(memory) {
          @Override
          public CompletableFuture<Void> deleteItems(Collection<String> keys) {
            if (keys.size() < 4) {
              return super.deleteItems(keys);
            }
            CompletableFuture<Void> deleted = new CompletableFuture<>();
            synchronized (pending) {
              pending.add(deleted);
              pending.notifyAll();
            }
            return deleted;
          }
        };
    CompletableFuture<Void> tree = inBackground(store);
    awaitPending(pending, 2);
    pending
        .get(0)
        .completeExceptionally(
            new StoreException(Kind.ACCESS_DENIED, memory, "a/7", "by hand", null));
    assertThat(tree).isNotDone();
    pending.get(1).complete(null);

    assertThatThrownBy(() -> tree.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContainingAll("ACCESS_DENIED", "'a/7'", memory.url("a/7"));
  }

  @Test
  void aPageAfterADeletedOneIsListedOnFiles(@TempDir Path directory) throws Exception {
    try (FileStore files = FileStore.at(directory)) {
      putArray(files, 2_100);
      Trees.delete(files, "a");
      try (var keys = Trees.keysUnder(files, "")) {
        assertThat(keys).containsExactly("ab/0");
      }
      assertThat(files.get("a/.zarray").join()).isEqualTo(Fetched.MISSING);
    }
  }
}
