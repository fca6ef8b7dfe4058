package dev.zarrasync.jzarr;

import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.Progress;

/**
 * How an array reads and writes.
 *
 * @param listPolicy whether a read lists the chunks, to skip those that are missing
 * @param progress is told of each chunk of each read
 */
public record ArrayOptions(ListPolicy listPolicy, Progress progress) {

  /** Lists where that pays, and tells nobody of the progress. */
  public static final ArrayOptions DEFAULT =
      new ArrayOptions(ListPolicy.AUTO, (done, total, bytes) -> {});

  /**
   * Sets whether a read lists the chunks.
   *
   * @param policy when to list
   * @return these options with it
   */
  public ArrayOptions listPolicy(ListPolicy policy) {
    return new ArrayOptions(policy, progress);
  }

  /**
   * Sets who follows the reads.
   *
   * @param listener is told of each chunk of each read
   * @return these options with it
   */
  public ArrayOptions progress(Progress listener) {
    return new ArrayOptions(listPolicy, listener);
  }
}
