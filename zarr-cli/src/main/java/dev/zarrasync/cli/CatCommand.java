package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes objects to the output. */
@Command(
    name = "cat",
    description = "Writes objects to the output, as they are stored.",
    mixinStandardHelpOptions = true)
final class CatCommand extends StoreCommand {

  /** How many objects are in memory at once. */
  private static final int WINDOW = 16;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY",
      description = "The keys, relative to the URL.")
  private List<String> keys = List.of();

  CatCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    for (int start = 0; start < keys.size(); start += WINDOW) {
      List<String> window = keys.subList(start, Math.min(keys.size(), start + WINDOW));
      var items = store.anyNames().getItems(window);
      for (String key : window) {
        if (Objects.requireNonNull(items.get(key)).join() instanceof Fetched.Found found) {
          console.out().write(found.bytes());
        } else {
          throw new CommandException(
              "There is no object at " + store.url(key), "see what there is with 'zarrasync ls'");
        }
      }
    }
    console.out().flush();
  }
}
