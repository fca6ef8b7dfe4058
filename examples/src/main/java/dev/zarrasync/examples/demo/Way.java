package dev.zarrasync.examples.demo;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;

/** A way to open an array, which is then read with one call. */
enum Way {
  /** What JZarr does on its own. */
  STOCK("stock JZarr, a loop", true) {
    @Override
    ZarrArray open(AsyncStore store, Progress progress) throws IOException {
      return ZarrArray.open(new OneGetStore(new FollowedStore(store, progress)));
    }
  },

  /** The requests that stock JZarr makes, where it cannot decode what it gets. */
  ONE_AT_A_TIME("one chunk at a time", true) {
    @Override
    ZarrArray open(AsyncStore store, Progress progress) throws IOException {
      return JZarrs.openArray(store, "", ArrayOptions.DEFAULT.progress(progress));
    }

    @Override
    int maxInFlight(Scale scale) {
      return 1;
    }
  },

  DROP_IN("drop-in store", false) {
    @Override
    ZarrArray open(AsyncStore store, Progress progress) throws IOException {
      return ZarrArray.open(JZarrs.asJZarrStore(new FollowedStore(store, progress)));
    }
  },

  EXACT("exact plan", false) {
    @Override
    ZarrArray open(AsyncStore store, Progress progress) throws IOException {
      return JZarrs.openArray(store, "", ArrayOptions.DEFAULT.progress(progress));
    }
  };

  private final String title;
  private final boolean sampled;

  Way(String title, boolean sampled) {
    this.title = title;
    this.sampled = sampled;
  }

  /** Opens the array at the root of a store. */
  abstract ZarrArray open(AsyncStore store, Progress progress) throws IOException;

  int maxInFlight(Scale scale) {
    return scale.maxInFlight();
  }

  String title() {
    return title;
  }

  /** Whether it would take too long to read the whole array in this way. */
  boolean sampled() {
    return sampled;
  }
}
