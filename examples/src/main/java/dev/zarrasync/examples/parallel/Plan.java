package dev.zarrasync.examples.parallel;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import dev.zarrasync.tasks.RegionTasks;
import dev.zarrasync.tasks.Schedule;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;

/**
 * What is done, where, and by how many: all that another process needs to have the same pieces
 * under the same numbers.
 *
 * @param recipe what is done
 * @param store the URL of the store that has its arrays
 * @param workers by how many
 * @param piecesPerWorker how many pieces for each of them: 1 for the static schedule
 */
record Plan<R extends Serializable>(
    Class<? extends Recipe<R>> recipe, URI store, int workers, int piecesPerWorker)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The same in each process, whatever its heap: the pieces depend on it. */
  private static final long MAX_BYTES = 64 << 20;

  Plan<R> by(int newWorkers, int newPiecesPerWorker) {
    return new Plan<>(recipe, store, newWorkers, newPiecesPerWorker);
  }

  AsyncStore open() throws IOException {
    return Stores.open(store);
  }

  Recipe<R> newRecipe() {
    try {
      return recipe.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(recipe + " cannot be made", e);
    }
  }

  RegionTasks tasks(Recipe<R> made, AsyncStore opened) throws IOException {
    return made.tasks(opened)
        .workers(workers)
        .schedule(Schedule.guided(piecesPerWorker))
        .maxBytes(MAX_BYTES)
        .build();
  }
}
