package dev.zarrasync.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** The processor time of this process, of all threads: the system counts it in steps of 10 ms. */
final class ProcessorTime {

  /** Of Linux, on all platforms. */
  private static final double TICKS_A_SECOND = 100;

  private ProcessorTime() {}

  /** From a file where there is one: a management bean would load hundreds of classes. */
  static double seconds() {
    byte[] text = new byte[1 << 10];
    try (FileInputStream stat = new FileInputStream("/proc/self/stat")) {
      String line = new String(text, 0, stat.read(text), ISO_8859_1);
      // See proc(5): the name of the process may have spaces, and ends with the last parenthesis.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    } catch (IOException e) {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
          / 1e9;
    }
  }
}
