package dev.zarrasync.cli.waterfall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a waterfall comes to, on one screen.
 *
 * @param waterfall the waterfall
 */
public record Summary(Waterfall waterfall) {

  private static final int SLOWEST = 3;

  /** One line. */
  String headline() {
    List<String> parts = new ArrayList<>();
    parts.add(Units.time(waterfall.readEnd() - waterfall.readStart()));
    parts.add(Units.count(waterfall.bars().size(), "request"));
    parts.add(Units.bytes(waterfall.bytes()));
    parts.add("at most " + InFlight.of(waterfall.bars()).peak() + " in flight");
    for (Mark mark : Mark.values()) {
      long count = waterfall.count(mark);
      if (count > 0) {
        parts.add(count + " " + (mark == Mark.HEDGE ? "hedged" : mark.label));
      }
    }
    return String.join(", ", parts);
  }

  /**
   * Returns the lines.
   *
   * @return text without secrets
   */
  public List<String> lines() {
    List<Bar> bars = waterfall.bars();
    List<String> lines = new ArrayList<>();
    lines.add("Read of " + waterfall.region() + " of " + waterfall.array());
    lines.add("");
    lines.add("wall         " + wall());
    lines.add("requests     " + requests());
    lines.add("in flight    " + inFlight());
    lines.add("idle         " + idle());
    lines.add("");
    lines.add("                median         95 %      longest          sum");
    lines.add(times("queued", Bar::queued));
    lines.add(times("waiting", Bar::waiting));
    lines.add(times("held back", Bar::held));
    lines.add(times("receiving", Bar::receiving));
    lines.add(times("decoding", Bar::decoding));
    lines.add("");
    bars.stream()
        .sorted(Comparator.comparingLong(Bar::inFlight).reversed())
        .limit(SLOWEST)
        .forEach(bar -> lines.add("slowest      " + slow(bar)));
    return lines;
  }

  private String wall() {
    String opening =
        waterfall.readStart() > 0
            ? ", after " + Units.time(waterfall.readStart()) + " to open the array"
            : "";
    return Units.time(waterfall.readEnd() - waterfall.readStart()) + opening;
  }

  private String requests() {
    String methods =
        waterfall.bars().stream()
            .collect(Collectors.groupingBy(Bar::method, Collectors.counting()))
            .entrySet()
            .stream()
            .map(method -> method.getValue() + " " + method.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    String marks =
        Arrays.stream(Mark.values())
            .filter(mark -> waterfall.count(mark) > 0)
            .map(mark -> "; " + waterfall.count(mark) + " " + mark.label)
            .collect(Collectors.joining());
    return "%s, %s%s".formatted(methods, Units.bytes(waterfall.bytes()), marks);
  }

  private String inFlight() {
    long sum = waterfall.bars().stream().mapToLong(Bar::inFlight).sum();
    return String.format(
        Locale.ROOT,
        "%d at most, %.1f on average",
        InFlight.of(waterfall.bars()).peak(),
        (double) sum / waterfall.end());
  }

  private String idle() {
    List<Long> gaps =
        InFlight.of(waterfall.bars()).gaps(waterfall.readStart(), waterfall.readEnd());
    long sum = gaps.stream().mapToLong(gap -> gap).sum();
    long longest = gaps.stream().mapToLong(gap -> gap).max().orElse(0);
    return "%s of the read without a request in flight, at most %s at once"
        .formatted(Units.time(sum), Units.time(longest));
  }

  private String times(String name, ToLongFunction<Bar> time) {
    long[] times = waterfall.bars().stream().mapToLong(time).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%-10s%12s %12s %12s %12s",
        name,
        Units.time(times[times.length / 2]),
        Units.time(times[(int) (times.length * 0.95)]),
        Units.time(times[times.length - 1]),
        Units.time(Arrays.stream(times).sum()));
  }

  private static String slow(Bar bar) {
    return "%s  %s %s%s%s"
        .formatted(
            Units.time(bar.inFlight()),
            bar.method(),
            bar.key(),
            bar.range().isEmpty() ? "" : " bytes " + bar.range(),
            bar.attempt() > 1 ? ", attempt " + bar.attempt() : "");
  }
}
