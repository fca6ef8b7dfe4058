package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Where it was measured.
 *
 * @param date when
 * @param system the operating system
 * @param processors how many, which client and server share
 * @param memoryMiB how much memory it has
 * @param jdk of the JVMs
 * @param load how many processes were running when it began, on average over a minute
 * @param command what repeats it
 */
record Machine(
    String date,
    String system,
    int processors,
    long memoryMiB,
    String jdk,
    double load,
    String command) {

  static Machine here(String command) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        LocalDate.now(ZoneId.systemDefault()).toString(),
        system.getName() + " " + system.getArch(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize() >> 20,
        Runtime.version().toString(),
        system.getSystemLoadAverage(),
        command);
  }
}
