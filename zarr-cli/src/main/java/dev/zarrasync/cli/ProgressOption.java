package dev.zarrasync.cli;

import picocli.CommandLine.Option;

/** The option of commands that show how far they are. */
final class ProgressOption {

  @Option(names = "--no-progress", description = "Do not show how far the command is.")
  private boolean hidden;

  /**
   * Begins to show progress: as a bar on a terminal, otherwise as a line now and then.
   *
   * @param task what is done
   * @param unit what is counted, in the plural
   */
  Meter meter(String task, String unit, Console console) {
    if (hidden) {
      return Meter.SILENT;
    }
    return console.terminal()
        ? new BarMeter(task, unit, console.err())
        : new LineMeter(task, unit, console.err());
  }
}
