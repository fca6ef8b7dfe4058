package dev.zarrasync.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes all threads of this JVM have allocated since this was made. The JDK forgets a
 * thread when it ends, so it is to be counted often: what a thread allocates between the last count
 * and its end is missing.
 */
final class Allocations {

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final Map<Long, Long> before = new HashMap<>();
  private final Map<Long, Long> last = new HashMap<>();

  Allocations() {
    read(before);
  }

  private void read(Map<Long, Long> target) {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      // Negative for a thread that has just ended.
      if (bytes[i] >= 0) {
        target.put(ids[i], bytes[i]);
      }
    }
  }

  void count() {
    read(last);
  }

  /**
   * Returns how many bytes they were when they were last counted.
   *
   * @param ignored a thread that is left out
   */
  long bytes(Thread ignored) {
    return last.entrySet().stream()
        .filter(each -> each.getKey() != ignored.getId())
        .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
        .sum();
  }
}
