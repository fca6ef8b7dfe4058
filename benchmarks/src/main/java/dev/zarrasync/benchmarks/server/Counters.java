package dev.zarrasync.benchmarks.server;

import java.time.Duration;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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

  /**
   * Does what it is told, and tells the counts.
   *
   * @param settings their values by name, {@code ""} for those that are not set: {@code delay} and
   *     {@code bandwidth}; {@code reset=true} to count from 0 again
   * @return lines {@code name=value}
   */
  String control(UnaryOperator<String> settings) {
    if (!settings.apply("delay").isEmpty()) {
      delayMillis = Integer.parseInt(settings.apply("delay"));
      bandwidth = Long.parseLong(settings.apply("bandwidth"));
    }
    String text = text();
    if (settings.apply("reset").equals("true")) {
      requests.clear();
      connections = 0;
      round++;
      peakInFlight = inFlight;
    }
    return text;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    requests.forEach((name, count) -> text.append(name).append('=').append(count).append('\n'));
    long cpu = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    return text + "connections=" + connections + "\npeak=" + peakInFlight + "\ncpu=" + cpu + "\n";
  }
}
