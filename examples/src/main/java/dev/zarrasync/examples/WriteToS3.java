package dev.zarrasync.examples;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;

/**
 * Creates an array on S3 and writes it, all chunks at once. What is under the path is deleted
 * before.
 *
 * <p>Run it with {@code <bucket> <path for an array>}.
 */
public final class WriteToS3 {

  private WriteToS3() {}

  /**
   * Writes an array of 100 by 100 numbers in chunks of 25 by 25.
   *
   * @param args a bucket, and a path in it
   * @throws Exception if it cannot be written
   */
  public static void main(String[] args) throws Exception {
    ArrayParams params = new ArrayParams().shape(100, 100).chunks(25, 25).dataType(DataType.f4);
    float[] values = new float[100 * 100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (S3Store store = S3Store.builder().bucket(args[0]).build()) {
      ZarrArray array = JZarrs.createArray(store, args[1], params);
      array.write(values, array.getShape(), new int[] {0, 0});
    }
  }
}
