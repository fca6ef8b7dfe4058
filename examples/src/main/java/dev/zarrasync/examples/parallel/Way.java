package dev.zarrasync.examples.parallel;

import dev.zarrasync.store.AsyncStore;
import java.io.Serializable;
import java.util.List;

/** A way of working on the pieces of an array in parallel. */
enum Way {

  /** Threads of this JVM. */
  POOL {
    @Override
    <R extends Serializable> List<R> run(Plan<R> plan) throws Exception {
      Recipe<R> recipe = plan.newRecipe();
      try (AsyncStore store = plan.open()) {
        return plan.tasks(recipe, store).map(recipe.function(store)).get();
      }
    }
  },

  /** Processes that get the numbers of pieces from a queue, and read the array themselves. */
  PROCESSES {
    @Override
    <R extends Serializable> List<R> run(Plan<R> plan) throws Exception {
      return new WorkerQueue<>(plan).run();
    }
  };

  /**
   * Does the work.
   *
   * @return the results in the order of the pieces
   */
  abstract <R extends Serializable> List<R> run(Plan<R> plan) throws Exception;
}
