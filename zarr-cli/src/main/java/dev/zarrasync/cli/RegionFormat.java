package dev.zarrasync.cli;

import dev.zarrasync.hierarchy.ArrayHeader;
import java.io.IOException;
import java.io.OutputStream;

/** The formats of {@code get}, named as on the command line. */
enum RegionFormat {
  csv,
  raw,
  npy;

  /**
   * Begins to write a region.
   *
   * @param header says what its elements are
   */
  ElementWriter writer(ArrayHeader header, Region region, OutputStream out) throws IOException {
    NumpyType type = NumpyType.of(header);
    if (this == csv) {
      return new CsvWriter(header.metadata().type(), type, region.shape(), out);
    }
    if (!header.metadata().type().isFixed()) {
      throw new CommandException(
          "Elements of any length cannot be written as " + name(), "write them as --format csv");
    }
    if (this == npy) {
      out.write(new NpyHeader(type, region.shape()).toBytes());
    }
    return new LittleEndianWriter(header.metadata().type(), out);
  }
}
