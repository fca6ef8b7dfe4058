package dev.zarrasync.benchmarks.server;

import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What goes wrong on the server. */
final class Trouble {

  static final Trouble NONE = of(name -> "");

  /** What becomes of a request. */
  enum Fault {
    NONE,
    INTERNAL_ERROR,
    SLOW_DOWN,
    RESET,
    BROKEN_OFF
  }

  private static final Fault[] FAULTS = Fault.values();

  private final Capacity capacity;
  private final int slowEvery;
  private final long slowMillis;
  private final double failing;
  private final Random random;
  private final long start = System.nanoTime();
  private final long outageNanos;
  private int requests;

  private Trouble(UnaryOperator<String> settings) {
    this.capacity =
        new Capacity(
            (int) number(settings.apply("capacity"), Integer.MAX_VALUE),
            settings.apply("refuse").equals("true"));
    this.slowEvery = (int) number(settings.apply("slowEvery"), 1);
    this.slowMillis = (long) number(settings.apply("slow"), 0);
    this.failing = number(settings.apply("failing"), 0);
    this.random = new Random((long) number(settings.apply("seed"), 0));
    this.outageNanos = Duration.ofMillis((long) number(settings.apply("outage"), 0)).toNanos();
  }

  /**
   * Starts it.
   *
   * @param settings their values by name, {@code ""} for those that are not set: {@code capacity},
   *     how many requests are served at once, and {@code refuse=true} if others are refused; {@code
   *     slow}, how many milliseconds more the first of {@code slowEvery} requests takes; {@code
   *     failing}, which share of the requests fails, chosen by a {@code seed}; {@code outage}, for
   *     how many milliseconds from now on connections are reset
   */
  static Trouble of(UnaryOperator<String> settings) {
    return new Trouble(settings);
  }

  private static double number(String value, double otherwise) {
    return value.isEmpty() ? otherwise : Double.parseDouble(value);
  }

  Capacity capacity() {
    return capacity;
  }

  boolean isOut() {
    return System.nanoTime() - start < outageNanos;
  }

  /** How many milliseconds later than others the next request is answered. */
  long nextDelayMillis() {
    long delay = requests % slowEvery == 0 ? slowMillis : 0;
    requests++;
    return delay;
  }

  /** What becomes of the next request. */
  Fault nextFault() {
    return random.nextDouble() < failing
        ? FAULTS[1 + random.nextInt(FAULTS.length - 1)]
        : Fault.NONE;
  }
}
