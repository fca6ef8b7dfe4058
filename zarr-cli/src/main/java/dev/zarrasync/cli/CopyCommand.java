package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies objects between stores. */
@Command(
    name = "copy",
    description = {
      "Copies all objects below SRC to DST. Run again after it was broken off, it copies the rest:",
      "objects of the same size, and of the same MD5 where both stores tell it, are left alone."
    },
    mixinStandardHelpOptions = true)
final class CopyCommand extends ConsoleCommand {

  @Mixin private final DestinationOptions destinationOptions = new DestinationOptions();
  @Mixin private final JsonOption json = new JsonOption();
  @Mixin private final ProgressOption progress = new ProgressOption();

  @Parameters(index = "0", paramLabel = "SRC", description = "What to copy.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "DST", description = "Where to.")
  private String destination = "";

  @Option(
      names = "--verify",
      description = "Compare contents, not sizes, and read back what was stored.")
  private boolean verify;

  CopyCommand(Console console) {
    super(console);
  }

  @Override
  void run() throws IOException {
    try (AsyncStore from = stores.open(source);
        AsyncStore to = stores.open(destination, destinationOptions.settings(stores.settings()))) {
      if (directory(to).startsWith(directory(from)) || directory(from).startsWith(directory(to))) {
        throw new UsageException("SRC and DST are the same or one is within the other");
      }
      CopyReport report = copy(from, to);
      if (json.isSet()) {
        JsonOption.print(report.toJson(), console.text());
      } else {
        console.text().println(report.line());
      }
      report.check();
    }
  }

  private CopyReport copy(AsyncStore from, AsyncStore to) throws IOException {
    try (Meter meter = progress.meter("copy", "objects", console)) {
      CopyCount count = new CopyCount(meter);
      CopySource objects = source(new Transfer(from.anyNames(), to.anyNames(), verify, count));
      new Copy(objects, new CopyWindow(from, to), meter).run();
      return count.report(verify ? "content" : "size");
    }
  }

  private static CopySource source(Transfer transfer) throws IOException {
    try {
      transfer.source().list(ListRequest.all("").pageSize(1)).join();
      return new ListedSource(transfer);
    } catch (CompletionException e) {
      if (!NodeWalk.cannotList(e)) {
        throw e;
      }
      GridSource source = GridSource.of(new ProbedTransfer(transfer));
      if (source != null) {
        return source;
      }
      if (StoreException.unwrap(e) instanceof StoreException s && s.kind() == Kind.ACCESS_DENIED) {
        throw e;
      }
      throw new CommandException(
          transfer.source().url("")
              + " cannot be listed, is no array, and has no consolidated metadata (.zmetadata, or in"
              + " zarr.json)",
          "copy it array by array, or let its owner consolidate the metadata");
    }
  }

  private static String directory(AsyncStore store) {
    String url = store.url("");
    return url.endsWith("/") ? url : url + "/";
  }
}
