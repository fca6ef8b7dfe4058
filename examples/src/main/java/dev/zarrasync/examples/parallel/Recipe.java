package dev.zarrasync.examples.parallel;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import dev.zarrasync.tasks.PieceFunction;
import dev.zarrasync.tasks.RegionTasks;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/**
 * Work on an array that can be done by any way of working in parallel. Its class has a constructor
 * without parameters, by which other processes make it.
 *
 * @param <R> the type of the result of a piece
 */
interface Recipe<R extends Serializable> {

  /** Stores what is worked on: the same in each call. */
  void prepare(AsyncStore store) throws IOException;

  /** Says which array is divided, and how, but for workers and schedule. */
  RegionTasks.Builder tasks(AsyncStore store) throws IOException;

  /** Returns what is computed for a piece; opens what it needs beside its values. */
  PieceFunction<R> function(AsyncStore store) throws IOException;

  /** Returns what the results of all pieces say together. */
  Outcome outcome(List<Piece> pieces, List<R> results);

  /** What a recipe finds out. Two are equal if they were found in different ways alone. */
  interface Outcome {

    /** Says it in a few lines. */
    void print(PrintStream out);

    /** Draws it. */
    void draw(Path directory) throws IOException;
  }
}
