package dev.zarrasync.cli;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.nio.file.Path;
import java.util.Map;

/** A group with an array of 3 x 4 elements (u2) from 65,530 on, in chunks of 2 x 2. */
record SampleData(Path directory) {

  static final int FIRST = 65_530;

  static SampleData in(Path directory) throws Exception {
    try (AsyncStore store = FileStore.at(directory)) {
      writeTo(store);
    }
    return new SampleData(directory);
  }

  static void writeTo(AsyncStore store) throws Exception {
    JZarrs.createGroup(store, "", Map.of("title", "sample"));
    JZarrs.createGroup(store, "plate", null);
    ArrayParams params =
        new ArrayParams().shape(3, 4).chunks(2, 2).dataType(DataType.u2).fillValue(7);
    ZarrArray array = JZarrs.createArray(store, "plate/image", params, Map.of("unit", "K"));
    short[] values = new short[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (FIRST + i % 6);
    }
    array.write(values, new int[] {3, 4}, new int[] {0, 0});
  }

  String url() {
    return directory.toString();
  }

  String image() {
    return directory.resolve("plate/image").toString();
  }
}
