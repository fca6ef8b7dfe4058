package dev.zarrasync.examples.console;

import dev.zarrasync.fetch.Progress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that grows with each key; without a terminal, a line at the start and the end. */
public final class Bar implements Progress, AutoCloseable {

  private static final int WIDTH = 78;

  // Null without a terminal in JDK 22 to 24, too: the build sets jdk.console=java.base.
  @SuppressWarnings("SystemConsoleNull")
  private static final boolean TERMINAL = System.console() != null;

  private final PrintStream out;
  private final ProgressBar bar;
  private String printed = "";

  /**
   * Shows a bar.
   *
   * @param title what is being read
   * @param total how many keys there are to read
   * @param unit what a key stands for, in the plural
   * @param out where the bar goes
   */
  public Bar(String title, int total, String unit, PrintStream out) {
    this.out = out;
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName("%-19s".formatted(title))
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .hideEta();
    if (TERMINAL) {
      builder.setConsumer(new ConsoleProgressBarConsumer(out, WIDTH)).setUpdateIntervalMillis(100);
    } else {
      builder
          .setConsumer(new DelegatingProgressBarConsumer(this::printChange, WIDTH))
          .setUpdateIntervalMillis(Integer.MAX_VALUE);
    }
    bar = builder.build();
  }

  @Override
  public void update(long done, long total, long bytes) {
    bar.step();
  }

  private void printChange(String line) {
    if (!line.equals(printed)) {
      out.println(line.strip());
      printed = line;
    }
  }

  @Override
  public void close() {
    bar.close();
  }
}
