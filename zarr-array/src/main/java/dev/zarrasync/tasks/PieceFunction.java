package dev.zarrasync.tasks;

import org.jspecify.annotations.Nullable;

/**
 * What is computed for each piece of an array. Called by many threads at once.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface PieceFunction<R extends @Nullable Object> {

  /**
   * Computes the result of one piece.
   *
   * @param piece which piece it is
   * @param values its elements, with those of the halo, in C order in a Java array as {@link
   *     dev.zarrasync.hierarchy.AsyncArray#read(long[], int[])} returns it; of shape {@link
   *     Piece#readShape}. The function may change them.
   * @return the result
   * @throws Exception for any reason: the piece has failed then, and with it the run
   */
  R apply(Piece piece, Object values) throws Exception;
}
