package dev.zarrasync.cli;

import dev.zarrasync.cli.waterfall.ChromeTrace;
import dev.zarrasync.cli.waterfall.HtmlPage;
import dev.zarrasync.cli.waterfall.PngImage;
import dev.zarrasync.cli.waterfall.ReadRecording;
import dev.zarrasync.cli.waterfall.Summary;
import dev.zarrasync.cli.waterfall.Waterfall;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the requests of a read did when. */
@Command(
    name = "trace",
    description = "Reads a region and shows what each request did when: a waterfall.",
    mixinStandardHelpOptions = true)
final class TraceCommand extends StoreCommand {

  @Mixin private final RegionParameter region = new RegionParameter();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page for a browser, which needs nothing else.")
  private @Nullable Path html;

  @Option(names = "--png", paramLabel = "FILE", description = "Write an image.")
  private @Nullable Path png;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write trace events for https://ui.perfetto.dev.")
  private @Nullable Path json;

  @Option(
      names = "--warm",
      description = "Read once before, so that the JVM and the connections are warm.")
  private boolean warm;

  TraceCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    if (warm) {
      read(store);
    }
    try (ReadRecording recording = ReadRecording.start()) {
      try {
        Region part = read(store);
        show(recording.waterfall(store.url(""), text(part)));
      } catch (IOException e) {
        showUntil(recording, store, e);
        throw e;
      }
    }
  }

  private Region read(AsyncStore store) throws IOException {
    AsyncArray array = Stores.await(AsyncArray.open(store, ""));
    Region part = region.in(array.metadata().shape());
    var unused = Stores.await(array.read(part.offset(), part.lengths(array.metadata().type())));
    return part;
  }

  /** Shows what there was of a read that failed. */
  private void showUntil(ReadRecording recording, AsyncStore store, IOException failure) {
    try {
      show(recording.waterfall(store.url(""), "a region"));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void show(Waterfall waterfall) throws IOException {
    new Summary(waterfall).lines().forEach(console.text()::println);
    if (html != null) {
      Files.writeString(html, new HtmlPage(waterfall).text());
    }
    if (png != null) {
      new PngImage(waterfall).writeTo(png);
    }
    if (json != null) {
      Files.writeString(json, new ChromeTrace(waterfall).text());
    }
  }

  private static String text(Region part) {
    return Arrays.toString(part.shape()) + " at " + Arrays.toString(part.offset());
  }
}
