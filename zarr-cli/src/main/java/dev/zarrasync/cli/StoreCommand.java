package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** A command on one store. */
abstract class StoreCommand extends ConsoleCommand {

  @Parameters(index = "0", paramLabel = "URL", description = "The array, group or directory.")
  String url = "";

  StoreCommand(Console console) {
    super(console);
  }

  @Override
  final void run() throws IOException {
    try (AsyncStore store = stores.open(url)) {
      run(store);
    }
  }

  abstract void run(AsyncStore store) throws IOException;

  /** Returns what to write on a command line for what is at a path. */
  final String location(AsyncStore store, String path) {
    if (url.matches("(https?|file):.*")) {
      return store.url(path).replaceFirst("/$", "");
    }
    String root = url.length() > 1 ? url.replaceFirst("/$", "") : url;
    return path.isEmpty() ? root : root.endsWith("/") ? root + path : root + "/" + path;
  }
}
