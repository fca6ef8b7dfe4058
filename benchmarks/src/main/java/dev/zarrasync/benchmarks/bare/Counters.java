package dev.zarrasync.benchmarks.bare;

import java.time.Duration;
import java.util.TreeMap;

/** What the server was asked since it was last reset, and how it is told to answer. */
final class Counters {

  private final TreeMap<String, Integer> requests = new TreeMap<>();
  private int connections;
  private int round;
  private int inFlight;
  private int peakInFlight;
  private int delayMillis;
  private long bandwidth;

  /**
   * Counts a request.
   *
   * @param name what it is counted as
   * @param lastRound the round in which its connection was used before, or -1
   * @return the round
   */
  int start(String name, int lastRound) {
    connections += lastRound == round ? 0 : 1;
    requests.merge(name, 1, Integer::sum);
    inFlight++;
    peakInFlight = Math.max(peakInFlight, inFlight);
    return round;
  }

  void end() {
    inFlight--;
  }

  int delayMillis() {
    return delayMillis;
  }

  /** In bytes a second for each connection; 0 if it is not bounded. */
  long bandwidth() {
    return bandwidth;
  }

  void set(int newDelayMillis, long newBandwidth) {
    delayMillis = newDelayMillis;
    bandwidth = newBandwidth;
  }

  void reset() {
    requests.clear();
    connections = 0;
    round++;
    peakInFlight = inFlight;
  }

  /** As lines {@code name=value}. */
  String text() {
    StringBuilder text = new StringBuilder();
    requests.forEach((name, count) -> text.append(name).append('=').append(count).append('\n'));
    long cpu = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    return text + "connections=" + connections + "\npeak=" + peakInFlight + "\ncpu=" + cpu + "\n";
  }
}
