package dev.zarrasync.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that grows with each step, on a terminal. */
final class BarMeter implements Meter {

  private static final int WIDTH = 78;
  private static final int REFRESH_MILLIS = 100;

  private final ProgressBar bar;
  private final AtomicLong bytes = new AtomicLong();

  BarMeter(String task, String unit, PrintWriter out) {
    bar =
        ProgressBar.builder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .hideEta()
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(stream(out), WIDTH))
            .build();
  }

  @Override
  public void total(long count) {
    bar.maxHint(count);
  }

  @Override
  public void step(long count, long more) {
    bar.stepBy(count);
    long sum = bytes.addAndGet(more);
    if (sum > 0) {
      bar.setExtraMessage("%,d MB".formatted(sum / 1_000_000));
    }
  }

  @Override
  public void close() {
    bar.close();
  }

  /** The bar wants a stream; it writes ASCII only. */
  private static PrintStream stream(PrintWriter out) {
    OutputStream bytes =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b & 0xff);
          }

          @Override
          public void flush() {
            out.flush();
          }
        };
    return new PrintStream(bytes, true, StandardCharsets.US_ASCII);
  }
}
