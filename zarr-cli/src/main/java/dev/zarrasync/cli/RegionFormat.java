package dev.zarrasync.cli;

import com.bc.zarr.DataType;
import java.io.IOException;
import java.io.OutputStream;

/** The formats of {@code get}, named as on the command line. */
enum RegionFormat {
  csv,
  raw,
  npy;

  RegionWriter writer(DataType type, int[] shape, OutputStream out) throws IOException {
    return switch (this) {
      case csv -> new CsvWriter(type, shape, out);
      case raw -> new LittleEndianWriter(out);
      case npy -> {
        out.write(new NpyHeader(type, shape).toBytes());
        yield new LittleEndianWriter(out);
      }
    };
  }
}
