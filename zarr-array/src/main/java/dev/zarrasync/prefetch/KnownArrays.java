package dev.zarrasync.prefetch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ChunkKeys;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arrays that were opened or created through one store, by path. Safe for use by many threads.
 */
final class KnownArrays {

  /**
   * An array.
   *
   * @param header its {@code .zarray} or {@code zarr.json}
   * @param chunks its chunks as others see them
   * @param readAhead reads them
   */
  record KnownArray(ObjectNode header, ArrayChunks chunks, ReadAhead readAhead) {

    /** Whether it was created here: its header is given out as it is, its chunks are encoded. */
    boolean created() {
      return !chunks.raw();
    }
  }

  /**
   * A chunk of an array.
   *
   * @param key the key under which it is stored
   */
  record KnownChunk(KnownArray array, String key) {}

  private static final Logger LOG = LoggerFactory.getLogger(KnownArrays.class);

  private final AsyncStore store;
  private final ReadAheadBudget budget;
  private final PrefetchOptions options;
  private final ConcurrentMap<String, KnownArray> arrays = new ConcurrentHashMap<>();

  KnownArrays(AsyncStore store, ReadAheadBudget budget, PrefetchOptions options) {
    this.store = store;
    this.budget = budget;
    this.options = options;
  }

  /** Takes an array that is opened, unless it was created here or its header is the same. */
  KnownArray open(String path, ArrayHeader header) {
    return arrays.compute(
        path,
        (p, known) ->
            known != null && (known.created() || known.header.equals(header.json()))
                ? known
                : array(
                    header.json(),
                    ArrayChunks.raw(store, path, header.metadata(), options.absentLife())));
  }

  /** Takes an array that was created. One that is not supported stays unknown. */
  void create(String path, ObjectNode header) {
    forget(path);
    try {
      ArrayMetadata parsed = ArrayMetadata.of(header).forJZarr();
      ArrayMetadata metadata = parsed.keys() == null ? parsed.withKeys(ChunkKeys.v2(".")) : parsed;
      arrays.put(path, array(header, ArrayChunks.stored(store, path, metadata)));
    } catch (IOException e) {
      LOG.debug("Chunks of '{}' go through unchecked: {}", path, e.getMessage());
    }
  }

  private KnownArray array(ObjectNode header, ArrayChunks chunks) {
    return new KnownArray(header, chunks, new ReadAhead(chunks, budget, options));
  }

  /** Finds the chunk that a key of Zarr v2 stands for; null if it is of no known array. */
  @Nullable KnownChunk chunk(String key) {
    String path = key;
    while (!path.isEmpty()) {
      path = Paths.parent(path);
      KnownArray known = arrays.get(path);
      String stored = known == null ? null : known.chunks.stored(key);
      if (known != null && stored != null) {
        return new KnownChunk(known, stored);
      }
    }
    return null;
  }

  /** Forgets the arrays at a path and under it, and what was read ahead of what is there. */
  void forget(String path) {
    arrays.forEach(
        (known, array) -> {
          if (Paths.contains(path, known)) {
            arrays.remove(known, array);
            array.readAhead.forgetAll();
          } else if (Paths.contains(known, path)) {
            array.readAhead.forgetAll();
          }
        });
  }
}
