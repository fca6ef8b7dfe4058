package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Keys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source that cannot be listed, as a plain web server: the objects that its metadata tells of,
 * which are metadata and chunks. A chunk is asked for and may be missing.
 *
 * @param transfer copies one
 * @param metadata the keys of metadata
 * @param arrays the grids of chunks
 */
record GridSource(ProbedTransfer transfer, List<String> metadata, List<ArrayGrid> arrays)
    implements CopySource {

  private static final int METADATA_BYTES = 1 << 16;

  /**
   * Reads the consolidated metadata of a group, or the metadata of an array. An array that does not
   * tell which chunks it has is left out, and named as such.
   *
   * @return the source, or null if it has neither
   * @throws IOException if what it has is damaged
   */
  static @Nullable GridSource of(ProbedTransfer transfer) throws IOException {
    AsyncStore source = transfer.source();
    Consolidated consolidated = Consolidated.read(source);
    List<String> metadata = new ArrayList<>(List.of(".zattrs"));
    if (consolidated != null) {
      metadata.add(Consolidated.NAME);
      metadata.addAll(consolidated.keys());
    } else if (NodeMetadata.unlessDenied(source.get(NodeWalk.Type.ARRAY.object))
        instanceof Fetched.Found) {
      metadata.add(NodeWalk.Type.ARRAY.object);
    } else {
      return null;
    }
    List<String> keys = new ArrayList<>();
    for (String key : metadata.stream().distinct().toList()) {
      String problem = Keys.problem(key);
      if (problem == null) {
        keys.add(key);
      } else {
        transfer.count().leftOut(key, "it is not a key: " + problem);
      }
    }
    return new GridSource(transfer, keys, grids(transfer, keys));
  }

  private static List<ArrayGrid> grids(ProbedTransfer transfer, List<String> metadata) {
    Map<String, CompletableFuture<Fetched>> headers = new LinkedHashMap<>();
    for (String key : metadata) {
      if (key.equals(NodeWalk.Type.ARRAY.object)
          || key.endsWith("/" + NodeWalk.Type.ARRAY.object)) {
        headers.put(key, transfer.source().get(key));
      }
    }
    List<ArrayGrid> grids = new ArrayList<>();
    headers.forEach(
        (key, header) -> {
          if (!(header.join() instanceof Fetched.Found found)) {
            transfer
                .count()
                .leftOut(key, "it is missing, though " + Consolidated.NAME + " names it");
            return;
          }
          ArrayGrid grid = grid(transfer.source(), key, found);
          if (grid != null) {
            grids.add(grid);
          } else {
            transfer
                .count()
                .leftOut(key, "it does not tell which chunks there are: none is copied");
          }
        });
    return grids;
  }

  private static @Nullable ArrayGrid grid(AsyncStore source, String key, Fetched.Found header) {
    try {
      String directory = key.substring(0, key.lastIndexOf('/') + 1);
      return ArrayGrid.of(source, directory, JsonOption.JSON.readTree(header.bytes()));
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Iterator<CopyJob> jobs() {
    return Stream.concat(
            metadata.stream().map(key -> job(key, METADATA_BYTES)),
            arrays.stream().flatMap(array -> array.keys().map(key -> job(key, array.chunkBytes()))))
        .iterator();
  }

  private CopyJob job(String key, long bytes) {
    return new CopyJob(key, bytes, () -> transfer.copy(key));
  }

  /** Nothing: the size of each object was compared when it was copied. */
  @Override
  public void check() {}
}
