package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A source that can list: all its objects.
 *
 * @param transfer copies one
 */
record ListedSource(Transfer transfer) implements CopySource {

  private static final Set<String> PROMISES =
      Set.of(NodeMetadata.ARRAY, NodeMetadata.V3, ".zmetadata");

  @Override
  public Iterator<CopyJob> jobs() {
    Candidates candidates = candidates();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return candidates.hasNext();
      }

      @Override
      public CopyJob next() {
        Candidate candidate = candidates.next();
        long bytes = candidate.source().size() * (transfer.verify() ? 2 : 1);
        String key = candidate.source().key();
        return new CopyJob(key, bytes, () -> copy(candidate));
      }
    };
  }

  /** Leaves out metadata that tells of chunks that are left out: they would be fill values. */
  private CompletableFuture<Void> copy(Candidate candidate) {
    String key = candidate.source().key();
    String directory = key.substring(0, key.lastIndexOf('/') + 1);
    String name = key.substring(directory.length());
    if (!PROMISES.contains(name) || !transfer.count().isUnreadUnder(directory)) {
      return transfer.copy(candidate);
    }
    return name.equals(NodeMetadata.V3)
        ? transfer
            .readSource(candidate.source())
            .thenCompose(
                found ->
                    found.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : tellsOfChunks(found.get()) ? leaveOut(key) : transfer.copy(candidate))
        : leaveOut(key);
  }

  /** A group tells of the chunks under it if it repeats the metadata of arrays. */
  private static boolean tellsOfChunks(Fetched.Found v3) {
    try {
      ObjectNode json = MetadataJson.parse(v3.bytes());
      return NodeMetadata.isArray(json) || json.hasNonNull("consolidated_metadata");
    } catch (InvalidMetadataException e) {
      return true;
    }
  }

  private CompletableFuture<Void> leaveOut(String key) {
    transfer.count().leftOut(key, "what it tells of is left out in part");
    return CompletableFuture.completedFuture(null);
  }

  /** Compares sizes, by a listing of each. */
  @Override
  public void check() throws IOException {
    Candidates candidates = candidates();
    while (candidates.hasNext()) {
      Candidate candidate = candidates.next();
      if (transfer.count().isLeftOut(candidate.source().key())) {
        continue;
      }
      if (candidate.isOdd() && !candidate.sameSize()) {
        if (!candidate.isMarker()) {
          String key = candidate.source().key();
          transfer.count().leftOut(key, "DST does not show it once it is stored");
        }
      } else if (!candidate.sameSize()) {
        String key = candidate.source().key();
        throw new CommandException(
            "'%s' is missing or has another size at %s"
                .formatted(key, transfer.destination().url(key)),
            "somebody writes the source or the destination: run the copy again");
      }
    }
  }

  private Candidates candidates() {
    return new Candidates(transfer.source(), transfer.destination());
  }
}
