package dev.zarrasync.jzarr;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An array as JZarr creates and opens it, at the root of a store. JZarr parses metadata with a
 * library that takes longer to load than a read takes, so it opens an array where nobody else has
 * the answer. Safe for use by many threads.
 */
final class StockArray {

  private final Number fillValue;
  private final @Nullable JZarrStore store;
  private @Nullable ZarrArray array;

  private StockArray(Number fillValue, @Nullable JZarrStore store, @Nullable ZarrArray array) {
    this.fillValue = fillValue;
    this.store = store;
    this.array = array;
  }

  static StockArray created(ZarrArray array) {
    return new StockArray(array.getFillValue(), null, array);
  }

  static StockArray opened(AsyncStore store, String path, ArrayHeader header) {
    return new StockArray(parsed(header.fillValue()), JZarrStore.of(store, path, header), null);
  }

  /** JZarr parses a number as a double, unless it is an integer that an int cannot hold. */
  private static Number parsed(Number fillValue) {
    return fillValue instanceof Long number && number.intValue() != number
        ? fillValue
        : (Number) Double.valueOf(fillValue.toString());
  }

  Number fillValue() {
    return fillValue;
  }

  synchronized ZarrArray get() {
    if (array == null) {
      try {
        array = ZarrArray.open(store);
      } catch (IOException e) {
        throw new IllegalStateException("JZarr cannot open an array that was opened", e);
      }
    }
    return array;
  }
}
