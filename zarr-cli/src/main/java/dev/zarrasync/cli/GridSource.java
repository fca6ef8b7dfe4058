package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A source that cannot list, as a plain web server: the objects that its metadata tells of, which
 * are metadata and chunks. A chunk is asked for and may be missing.
 *
 * @param transfer copies one
 * @param metadata the keys of metadata
 * @param arrays the grids of chunks
 */
record GridSource(ProbedTransfer transfer, List<String> metadata, List<ArrayGrid> arrays)
    implements CopySource {

  private static final int METADATA_BYTES = 1 << 16;

  /**
   * Reads the consolidated metadata of a group, or the metadata of an array.
   *
   * @throws IOException if the source has neither
   */
  static GridSource of(ProbedTransfer transfer) throws IOException {
    AsyncStore source = transfer.source();
    List<String> metadata = new ArrayList<>(List.of(".zattrs", ".zmetadata"));
    List<ArrayGrid> arrays = new ArrayList<>();
    if (source.get(".zmetadata").join() instanceof Fetched.Found found) {
      for (var entry : JsonOption.JSON.readTree(found.bytes()).path("metadata").properties()) {
        metadata.add(entry.getKey());
        if (entry.getKey().endsWith(".zarray")) {
          arrays.add(grid(source, entry.getKey()));
        }
      }
    } else if (source.get(".zarray").join() instanceof Fetched.Found) {
      metadata.add(".zarray");
      arrays.add(grid(source, ".zarray"));
    } else {
      throw new CommandException(
          source.url("") + " cannot be listed, and has no consolidated metadata (.zmetadata)",
          "copy it array by array, or let its owner consolidate the metadata");
    }
    return new GridSource(transfer, metadata.stream().distinct().toList(), arrays);
  }

  private static ArrayGrid grid(AsyncStore source, String key) throws IOException {
    String path = key.substring(0, Math.max(0, key.length() - "/.zarray".length()));
    return ArrayGrid.open(source, path);
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
