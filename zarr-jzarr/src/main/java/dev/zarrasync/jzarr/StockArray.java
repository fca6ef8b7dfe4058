package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An array as JZarr has it, for what only JZarr says of it. Safe for use by many threads. */
abstract sealed class StockArray {

  private @Nullable ZarrArray array;

  abstract Number fillValue();

  /** Has JZarr make it, the first time. */
  final synchronized ZarrArray get() {
    if (array == null) {
      array = make();
    }
    return array;
  }

  abstract ZarrArray make();

  /** An array that was created by parameters: JZarr makes the same in memory. */
  static final class Created extends StockArray {

    private final ArrayParams.Params params;

    Created(ArrayParams.Params params) {
      this.params = params;
    }

    @Override
    Number fillValue() {
      return params.getFillValue();
    }

    @Override
    ZarrArray make() {
      try {
        JZarrStore inMemory = new JZarrStore(new MemoryStore(), "");
        return ZarrArray.create(inMemory, params.toBuilder());
      } catch (IOException e) {
        throw new UncheckedIOException("JZarr cannot make an array in memory", e);
      }
    }
  }

  /**
   * An array that JZarr opens where nobody else has the answer: it parses metadata with a library
   * that takes longer to load than a read takes.
   */
  static final class Opened extends StockArray {

    private final AsyncStore store;
    private final String path;
    private final ArrayHeader header;

    Opened(AsyncStore store, String path, ArrayHeader header) {
      this.store = store;
      this.path = path;
      this.header = header;
    }

    /** JZarr parses a number as a double, unless it is an integer that an int cannot hold. */
    @Override
    Number fillValue() {
      Number stored = header.fillValue();
      return stored instanceof Long number && number.intValue() != number
          ? stored
          : (Number) Double.valueOf(stored.toString());
    }

    @Override
    ZarrArray make() {
      try {
        return ZarrArray.open(JZarrStore.of(store, path, header));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "JZarr cannot open the array '%s', URL %s, which was opened before: %s"
                .formatted(path, store.url(path), e.getMessage()),
            e);
      }
    }
  }
}
