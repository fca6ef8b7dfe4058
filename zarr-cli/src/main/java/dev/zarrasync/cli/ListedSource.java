package dev.zarrasync.cli;

import java.io.IOException;
import java.util.Iterator;

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
        return new CopyJob(candidate.source().key(), bytes, () -> transfer.copy(candidate));
      }
    };
  }

  /** Compares sizes, by a listing of each. */
  @Override
  public void check() throws IOException {
    Candidates candidates = candidates();
    while (candidates.hasNext()) {
      Candidate candidate = candidates.next();
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
