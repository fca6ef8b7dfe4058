package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures what this JVM uses, from when it is made until {@link #stop}, with a sample often. */
final class Meter {

  private static final long INTERVAL_MILLIS = 20;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final Allocations allocations = new Allocations();
  private final List<Sample> samples = new ArrayList<>();
  private final long startPauses = pausesMillis();
  private final long lifePeak = ResidentSet.peak();
  private final long startRss = ResidentSet.forgetPeak();
  private final long startCpu = system.getProcessCpuTime();
  private final long start = System.nanoTime();

  private final Thread clock = new Thread(this::tick, "meter");

  Meter() {
    clock.setDaemon(true);
    clock.start();
  }

  private void tick() {
    try {
      while (true) {
        sample();
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // This is how it is told to end.
    }
  }

  private synchronized void sample() {
    samples.add(
        new Sample(
            (System.nanoTime() - start) / 1e9,
            (system.getProcessCpuTime() - startCpu) / 1e9,
            memory.getHeapMemoryUsage().getUsed(),
            ResidentSet.now()));
    allocations.count();
  }

  /** Ends it, and tells what was used. */
  Measurement stop(int warmUps, List<Measurement.Used> fresh) {
    long end = System.nanoTime();
    long cpu = system.getProcessCpuTime();
    sample();
    clock.interrupt();
    synchronized (this) {
      return new Measurement(
          (end - start) / 1e9,
          (cpu - startCpu) / 1e9,
          allocations.bytes(clock),
          samples.stream().mapToLong(Sample::heapBytes).max().orElse(0),
          nullIfNone(Math.max(lifePeak, ResidentSet.peak())),
          startRss == 0 ? null : ResidentSet.peak() - startRss,
          pausesMillis() - startPauses,
          warmUps,
          fresh,
          null,
          samples);
    }
  }

  private static long pausesMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static @Nullable Long nullIfNone(long bytes) {
    return bytes == 0 ? null : bytes;
  }
}
