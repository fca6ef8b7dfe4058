package dev.zarrasync.examples;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.util.Arrays;

/**
 * Reads an array from S3: a {@link ZarrArray} like any other, whose {@code read} fetches all chunks
 * of its region at once.
 *
 * <p>Run it with {@code <bucket> <path of an array>}.
 */
public final class ReadFromS3 {

  private ReadFromS3() {}

  /**
   * Reads the whole array.
   *
   * @param args a bucket, and the path of an array in it
   * @throws Exception if it cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (S3Store store = S3Store.builder().bucket(args[0]).build()) {
      ZarrArray array = JZarrs.openArray(store, args[1]);
      Object values = array.read();
      System.out.println(
          Arrays.toString(array.getShape()) + " " + values.getClass().getSimpleName());
    }
  }
}
