package dev.zarrasync.examples.sky;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples what this JVM uses, from when it is made until it is closed. */
final class UsageSampler implements AutoCloseable {

  /** A read of a third of a second is a curve, and not three points. */
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<UsageSample> samples = new ArrayList<>();
  private final long start = System.nanoTime();
  private final BusyCores cores = new BusyCores(start, system.getProcessCpuTime());

  UsageSampler() {
    long nanos = INTERVAL.toNanos();
    var unused = clock.scheduleAtFixedRate(this::sample, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private synchronized void sample() {
    long time = System.nanoTime();
    double busy = cores.at(time, system.getProcessCpuTime());
    double heapMiB = memory.getHeapMemoryUsage().getUsed() / (double) (1 << 20);
    samples.add(new UsageSample((time - start) / 1e9, busy, heapMiB));
  }

  /** Returns the samples so far, and one more if there is none yet. */
  synchronized List<UsageSample> samples() {
    if (samples.isEmpty()) {
      sample();
    }
    return List.copyOf(samples);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
