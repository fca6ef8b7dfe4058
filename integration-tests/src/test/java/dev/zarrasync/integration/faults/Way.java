package dev.zarrasync.integration.faults;

import static dev.zarrasync.faults.Futures.value;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How the chunks of an array are read or written. */
enum Way {
  GET_ITEMS {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      IntBuffer values = IntBuffer.allocate(sample.shape()[0]);
      List<CompletableFuture<Fetched>> items = items(store, sample);
      value(CompletableFuture.allOf(items.toArray(new CompletableFuture<?>[0])));
      for (CompletableFuture<Fetched> item : items) {
        values.put(ByteBuffer.wrap(((Found) value(item)).bytes()).asIntBuffer());
      }
      return values.array();
    }

    private List<CompletableFuture<Fetched>> items(AsyncStore store, Sample sample) {
      return sample.inRanges()
          ? sample.keys().stream()
              .flatMap(key -> sample.ranges().map(range -> store.get(key, range)))
              .toList()
          : List.copyOf(store.getItems(sample.keys()).values());
    }
  },
  PLAN {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      ArrayOptions listed = ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST);
      return (int[]) JZarrs.openArray(store, sample.path(), listed).read();
    }
  },
  /** By a plan whose chunks are {@link Sample#MANY}. */
  WHILE_RECEIVING {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      return PLAN.use(store, sample);
    }
  },
  /** The first chunk of each shard: the indices, and then ranges. */
  SHARDS {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      ArrayOptions listed = ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST);
      int[] window = {sample.chunks(), sample.chunkLength()};
      return (int[]) JZarrs.openArray(store, sample.path(), listed).read(window, new int[2]);
    }
  },
  DROP_IN {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      return (int[]) open(store, sample).read();
    }
  },
  WRITE {
    @Override
    int[] use(AsyncStore store, Sample sample) throws Exception {
      int[] values = sample.values();
      JZarrs.openArray(store, Sample.BLANK.path()).write(values, sample.shape(), new int[1]);
      return values;
    }
  };

  /** Reads the values of the sample, or writes them to the blank one. */
  abstract int[] use(AsyncStore store, Sample sample) throws Exception;

  static ZarrArray open(AsyncStore store, Sample sample) throws Exception {
    return ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray(sample.path());
  }
}
