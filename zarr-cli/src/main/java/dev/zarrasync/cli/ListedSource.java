package dev.zarrasync.cli;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/**
 * A source that can list: all its objects.
 *
 * @param transfer copies one
 */
record ListedSource(Transfer transfer) implements CopySource {

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
        return new CopyJob(
            key, bytes, () -> isPromise(key) ? leaveOut(key) : transfer.copy(candidate));
      }
    };
  }

  /** Says whether metadata would tell of chunks that are left out: they would be fill values. */
  private boolean isPromise(String key) {
    String directory = key.substring(0, key.lastIndexOf('/') + 1);
    String name = key.substring(directory.length());
    return switch (name) {
      case ".zarray", ".zmetadata" -> transfer.count().isUnreadUnder(directory);
      case "zarr.json" -> transfer.count().isUnreadUnder(directory + "c");
      default -> false;
    };
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
