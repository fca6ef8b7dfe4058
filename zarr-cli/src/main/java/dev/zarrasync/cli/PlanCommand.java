package dev.zarrasync.cli;

import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Explains a read. */
@Command(
    name = "plan",
    description = "Explains what a read of a region would fetch, and why.",
    mixinStandardHelpOptions = true)
final class PlanCommand extends StoreCommand {

  @Mixin private final RegionParameter region = new RegionParameter();

  PlanCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    AsyncArray array = Stores.await(AsyncArray.open(store, ""));
    Region part = region.in(array.metadata().shape());
    int[] shape = part.lengths(part.countChunks(array.metadata().inner().chunks()));
    console.text().println(array.plan(part.offset(), shape).explain());
  }
}
