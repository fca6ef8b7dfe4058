package dev.zarrasync.cli;

import dev.zarrasync.jzarr.ArrayOptions;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
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
    Region part = region.in(JZarrs.openArray(store, ""));
    console
        .text()
        .println(
            JZarrs.plan(store, "", part.shape(), part.offset(), ArrayOptions.DEFAULT).explain());
  }
}
