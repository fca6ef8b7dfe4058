package dev.zarrasync.tasks;

import java.io.IOException;
import java.util.List;

/**
 * A piece failed, because it could not be read, or computed, or its result not be stored: the cause
 * says why. No other piece is begun after it. What is left of the work can be run with {@link
 * RegionTasks.Builder#only only} the {@link #unfinished} pieces.
 */
public final class PieceFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Piece piece;
  private final List<Integer> unfinished;

  PieceFailedException(Piece piece, int total, List<Integer> unfinished, Throwable cause) {
    super(
        "%s failed when %,d of %,d were done: %s"
            .formatted(piece, total - unfinished.size(), total, cause),
        cause);
    this.piece = piece;
    this.unfinished = List.copyOf(unfinished);
  }

  /**
   * Returns the piece that failed first.
   *
   * @return the piece
   */
  public Piece piece() {
    return piece;
  }

  /**
   * Returns the pieces that are not done, the one that failed among them.
   *
   * @return their numbers, ascending
   */
  public List<Integer> unfinished() {
    return unfinished;
  }
}
