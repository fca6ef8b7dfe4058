package dev.zarrasync.jzarr;

import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.RegionReader;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import ucar.ma2.InvalidRangeException;
import ucar.ma2.Range;

/**
 * The three methods of {@link com.bc.zarr.ZarrArray} that all its other reads and writes end in,
 * over the fetch engine. The generated subclass calls them.
 */
public final class RegionAccess {

  private final ArrayMetadata metadata;
  private final RegionReader reader;
  private final RegionWriter writer;
  private final Progress progress;
  private final String place;

  RegionAccess(AsyncStore store, String path, ArrayMetadata metadata, Progress progress) {
    this.metadata = metadata;
    this.reader = new RegionReader(store, path, metadata);
    this.writer = new RegionWriter(store, path, metadata);
    this.progress = progress;
    this.place = "array '%s', URL %s".formatted(path, store.url(path));
  }
}
