package dev.zarrasync.examples;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.storage.Store;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.util.Arrays;

/**
 * Code that opens JZarr's own arrays on a JZarr store, and stays as it is: only the line that makes
 * the store changes. The store sees one key at a time, so it reads ahead.
 *
 * <p>Run it with {@code <bucket> <path of a group> <name of an array in it>}.
 */
public final class DropInStore {

  private DropInStore() {}

  /**
   * Reads an array of a group.
   *
   * @param args a bucket, the path of a group in it, and the name of an array in that
   * @throws Exception if it cannot be read
   */
  public static void main(String[] args) throws Exception {
    // Before: new FileSystemStore(path)
    try (Store store =
        JZarrs.asJZarrStore(S3Store.builder().bucket(args[0]).prefix(args[1]).build())) {
      ZarrArray array = ZarrGroup.open(store).openArray(args[2]);
      Object values = array.read();
      System.out.println(
          Arrays.toString(array.getShape()) + " " + values.getClass().getSimpleName());
    }
  }
}
