package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.cli.bench.Comparison;
import dev.zarrasync.cli.bench.Sample;
import dev.zarrasync.cli.bench.Trial;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what there is to gain. */
@Command(
    name = "bench",
    description =
        "Reads a sample of an array one GET after another, as stock JZarr does, and all at once.",
    mixinStandardHelpOptions = true)
final class BenchCommand extends StoreCommand {

  /** A sample is one Java array. */
  private static final long MOST_MEGABYTES = Fetched.Found.MAX_LENGTH / 1_000_000;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--chunks",
      paramLabel = "N",
      description = "How many chunks at most; default ${DEFAULT-VALUE}.")
  private long chunks = 64;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      description = "How many decoded megabytes at most, but one chunk; default ${DEFAULT-VALUE}.")
  private long megabytes = 64;

  BenchCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    if (chunks < 1 || megabytes < 1) {
      throw new UsageException("--chunks and --megabytes are at least 1");
    }
    ArrayHeader array = ArrayHeader.load(store, "");
    if (array == null) {
      throw CommandException.noNode(store);
    }
    ArrayMetadata chunked = array.metadata().inner();
    Region whole = new Region(chunked.shape(), new long[chunked.rank()]);
    long all = whole.countChunks(chunked.chunks());
    if (all == 0) {
      throw new CommandException(
          "The array at " + store.url("") + " has no elements", "measure one that has some");
    }
    long bytes = chunked.type().isFixed() ? chunked.chunkBytes() : chunked.elements().count();
    long mostBytes = Math.min(megabytes, MOST_MEGABYTES) * 1_000_000;
    long most = Math.min(chunks, Math.max(1, mostBytes / bytes));
    Sample sample = Sample.middle(chunked.shape(), chunked.chunks(), most);
    Comparison comparison = Comparison.of(store, array, sample);
    if (json.isSet()) {
      JsonOption.print(toJson(store, sample, all, comparison), console.text());
    } else {
      print(store, sample, all, comparison);
    }
  }

  private static ObjectNode toJson(
      AsyncStore store, Sample sample, long all, Comparison comparison) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("url", store.url("")).put("sample", sample.toString());
    answer.put("sampled_chunks", sample.chunks()).put("chunks", all);
    answer.put("stock_jzarr", comparison.isStock());
    answer.set("one_by_one", toJson(comparison.oneByOne()));
    answer.set("together", toJson(comparison.together()));
    return answer.put("ratio", comparison.ratio()).put("blosc_decoded", comparison.decoded());
  }

  private static ObjectNode toJson(Trial trial) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("seconds", trial.nanos() / 1e9)
        .put("requests", trial.requests())
        .put("bytes", trial.bytes());
  }

  private void print(AsyncStore store, Sample sample, long all, Comparison comparison) {
    print("Sample: %s of %s,%n", sample, store.url(""));
    print("%,d of %,d chunks. Nothing is cached here; opening the array is ", sample.chunks(), all);
    print("not counted.%nEach way read it twice, in turn; the faster read counts.%n%n");
    print("%-28s%10s%12s%14s%10s%n", "", "time", "requests", "bytes", "MB/s");
    print(
        comparison.isStock() ? "stock JZarr, one by one" : "one chunk after another",
        comparison.oneByOne());
    print("exact plan, together", comparison.together());
    print("%n%.1f times as fast.%n", comparison.ratio());
    if (!comparison.isStock()) {
      print("Stock JZarr cannot read this array: this library read it chunk by chunk instead.%n");
    }
    if (comparison.decoded()) {
      print("For stock JZarr, Blosc was decoded by this library: it needs one of the system.%n");
    }
  }

  private void print(String way, Trial trial) {
    print(
        "%-28s%8.3f s%,12d%,14d%10.2f%n",
        way, trial.nanos() / 1e9, trial.requests(), trial.bytes(), trial.megabytesPerSecond());
  }

  private void print(String format, Object... values) {
    console.text().printf(Locale.ROOT, format, values);
  }
}
