package dev.zarrasync.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that opens stores and writes to a console. */
abstract class ConsoleCommand implements Callable<Integer> {

  @Mixin final StoreOptions stores = new StoreOptions();

  final Console console;

  ConsoleCommand(Console console) {
    this.console = console;
  }

  @Override
  public final Integer call() throws IOException {
    run();
    console.text().flush();
    return 0;
  }

  abstract void run() throws IOException;
}
