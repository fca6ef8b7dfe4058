package dev.zarrasync.tasks;

import java.util.Arrays;

/**
 * How many pieces an array is divided into, and how large they are. Pieces are never smaller than a
 * chunk, so that there are at most as many as chunks. Immutable.
 */
public final class Schedule {

  private enum Kind {
    EQUAL,
    SHRINKING
  }

  /** One piece for each worker, all equal: the least overhead, if all take equally long. */
  public static final Schedule STATIC = new Schedule(Kind.EQUAL, 1);

  /** Twenty equal pieces for each worker: a worker that is done early takes more of them. */
  public static final Schedule GUIDED = guided(20);

  /**
   * Large pieces first, then smaller and smaller ones: each round gives the workers half of what is
   * left in equal pieces (Hummel, Schonberg and Flynn: Factoring, 1992).
   */
  public static final Schedule DYNAMIC = new Schedule(Kind.SHRINKING, 1);

  private final Kind kind;
  private final int piecesPerWorker;

  private Schedule(Kind kind, int piecesPerWorker) {
    this.kind = kind;
    this.piecesPerWorker = piecesPerWorker;
  }

  /**
   * Divides into equal pieces, more than there are workers.
   *
   * @param piecesPerWorker how many pieces for each worker, at least 1
   * @return the schedule
   */
  public static Schedule guided(int piecesPerWorker) {
    if (piecesPerWorker < 1) {
      throw new IllegalArgumentException(
          "piecesPerWorker is " + piecesPerWorker + ": it must be positive");
    }
    return new Schedule(Kind.EQUAL, piecesPerWorker);
  }

  /**
   * Returns how large the pieces are, in any unit.
   *
   * @param chunks how many chunks there are to share, at least 1
   */
  double[] shares(int workers, double chunks) {
    double[] shares =
        kind == Kind.EQUAL
            ? new double[(int) Math.min(chunks, (double) workers * piecesPerWorker)]
            : shrinking(workers, chunks);
    if (kind == Kind.EQUAL) {
      Arrays.fill(shares, 1);
    }
    return shares;
  }

  private static double[] shrinking(int workers, double chunks) {
    double[] shares = new double[workers];
    int count = 0;
    for (double left = chunks; left > 0; ) {
      double share = Math.max(1, left / (2.0 * workers));
      for (int i = 0; i < workers && left > 0; i++) {
        if (count == shares.length) {
          shares = Arrays.copyOf(shares, 2 * count);
        }
        shares[count++] = Math.min(share, left);
        left -= share;
      }
    }
    return Arrays.copyOf(shares, count);
  }

  @Override
  public String toString() {
    return kind == Kind.SHRINKING
        ? "dynamic"
        : piecesPerWorker == 1 ? "static" : "guided(" + piecesPerWorker + ")";
  }
}
