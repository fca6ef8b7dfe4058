package dev.zarrasync.cli;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.ArrayOptions;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ucar.ma2.InvalidRangeException;

/** Reads a region of an array. */
@Command(
    name = "get",
    description = "Reads a region of an array and writes its elements in C order, or an image.",
    mixinStandardHelpOptions = true)
final class GetCommand extends StoreCommand {

  /** How many elements are in memory at once, unless a row of chunks has more. */
  private static final long ELEMENTS_AT_ONCE = 8 << 20;

  @Mixin private final RegionParameter region = new RegionParameter();
  @Mixin private final ProgressOption progress = new ProgressOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv (a line for each row), raw or npy (NumPy), both little-endian.")
  private RegionFormat format = RegionFormat.csv;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; by default the output.")
  private @Nullable Path file;

  @ArgGroup(exclusive = false)
  private @Nullable PngOptions image;

  GetCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    Region part = region.in(JZarrs.openArray(store, ""));
    try (Meter meter = progress.meter("get", "chunks", console)) {
      ArrayOptions options = ArrayOptions.DEFAULT.progress((done, total, bytes) -> meter.step(0));
      ZarrArray array = JZarrs.openArray(store, "", options);
      meter.total(part.countChunks(array.getChunks()));
      if (image != null) {
        int width = PngOptions.width(part);
        image.write(array, read(array, part), width, console.text());
      } else if (file != null) {
        WholeFile.write(file, out -> write(array, part, out));
      } else {
        write(array, part, console.out());
      }
    }
  }

  private void write(ZarrArray array, Region part, OutputStream to) throws IOException {
    OutputStream out = new BufferedOutputStream(to);
    RegionWriter writer = format.writer(array.getDataType(), part.shape(), out);
    for (Region slab : part.divide(array.getChunks(), ELEMENTS_AT_ONCE)) {
      writer.write(read(array, slab));
    }
    out.flush();
  }

  private static Object read(ZarrArray array, Region part) throws IOException {
    try {
      return array.read(part.shape(), part.offset());
    } catch (InvalidRangeException e) {
      throw new IllegalStateException("The region was checked before", e);
    }
  }
}
