package dev.zarrasync.cli;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a region of an array. */
@Command(
    name = "get",
    description = "Reads a region of an array and writes its elements in C order, or an image.",
    mixinStandardHelpOptions = true)
final class GetCommand extends StoreCommand {

  /** How many bytes are in memory at once, unless a row of chunks has more. */
  private static final long BYTES_AT_ONCE = 64 << 20;

  /** How many are at most: from here on chunks are read more than once. */
  private static final long MOST_BYTES = 1 << 30;

  /** Of a string or bytes of any length, in Java. */
  private static final int TYPICAL_LENGTH = 128;

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
    ArrayHeader header = ArrayHeader.load(store, "");
    if (header == null) {
      throw CommandException.noNode(store);
    }
    ArrayMetadata metadata = header.metadata();
    Region part = region.in(metadata.shape());
    try (Meter meter = progress.meter("get", "chunks", console)) {
      meter.total(part.countChunks(metadata.inner().chunks()));
      ReadMeter chunks = new ReadMeter(meter);
      ArrayOptions options = ArrayOptions.DEFAULT.progress(chunks);
      Read read = new Read(AsyncArray.of(store, "", metadata, options), header, part, chunks);
      if (image != null) {
        read.draw(image, console.text());
      } else if (file != null) {
        WholeFile.write(file, out -> read.write(format, out));
      } else {
        read.write(format, console.out());
      }
    }
  }

  /**
   * The read of a region.
   *
   * @param header says how the array is stored
   * @param meter is told of its chunks
   */
  private record Read(AsyncArray array, ArrayHeader header, Region part, ReadMeter meter) {

    void write(RegionFormat format, OutputStream to) throws IOException {
      OutputStream out = new BufferedOutputStream(to);
      ElementWriter writer = format.writer(header, part, out);
      AsyncArray source = writer.source(array);
      DataType type = array.metadata().type();
      int size = type.isFixed() ? type.size() : TYPICAL_LENGTH;
      int[] chunks = array.metadata().inner().chunks();
      Iterator<Region> slabs = part.divide(chunks, BYTES_AT_ONCE / size, MOST_BYTES / size);
      while (slabs.hasNext()) {
        writer.write(read(source, slabs.next()));
      }
      out.flush();
    }

    void draw(PngOptions image, PrintWriter text) throws IOException {
      DataType type = array.metadata().type();
      int width = PngOptions.width(part, type);
      boolean hasFill = header.json().hasNonNull("fill_value");
      Double fill = hasFill ? new Elements(type, array.fillValue()).get(0) : null;
      image.write(new SliceImage(new Elements(type, read(array, part)), width, fill), text);
    }

    private Object read(AsyncArray source, Region slab) throws IOException {
      int[] lengths = slab.lengths(array.metadata().type());
      Object elements = Stores.await(source.read(slab.offset(), lengths));
      meter.next();
      return elements;
    }
  }
}
