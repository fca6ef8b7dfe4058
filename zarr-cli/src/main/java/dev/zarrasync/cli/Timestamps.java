package dev.zarrasync.cli;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts of a unit since 1970 as text, for any of them: years are not limited.
 *
 * @param unit as NumPy names it; empty if it is not known
 * @param scale how many of it one count is
 */
record Timestamps(String unit, BigInteger scale) {

  private static final Pattern DATETIME = Pattern.compile("'.M8\\[(\\d*)([a-zA-Z]+)]'");
  private static final String NO_TIME = "NaT";

  /** As many days have 400 years, always. */
  private static final BigInteger CYCLE = BigInteger.valueOf(146_097);

  private static final int DAY = 86_400;

  /** How many digits a second has after the point. */
  private static final Map<String, Integer> DIGITS =
      Map.of("s", 0, "ms", 3, "us", 6, "ns", 9, "ps", 12, "fs", 15, "as", 18);

  private static final Map<String, Integer> SECONDS = Map.of("h", 3_600, "m", 60);

  static Timestamps of(NumpyType type) {
    Matcher parts = DATETIME.matcher(type.description());
    return parts.matches()
        ? new Timestamps(
            parts.group(2), new BigInteger(parts.group(1).isEmpty() ? "1" : parts.group(1)))
        : new Timestamps("", BigInteger.ONE);
  }

  /** Writes a duration as its count. */
  String duration(long count) {
    return count == Long.MIN_VALUE ? NO_TIME : Long.toString(count);
  }

  /** Writes a time in ISO 8601, as precisely as the unit is; without one, as its count. */
  String time(long count) {
    if (count == Long.MIN_VALUE || unit.isEmpty()) {
      return duration(count);
    }
    BigInteger units = scale.multiply(BigInteger.valueOf(count));
    return switch (unit) {
      case "Y" -> year(units.add(BigInteger.valueOf(1_970)));
      case "M" -> {
        BigInteger months = units.add(BigInteger.valueOf(1_970 * 12));
        int month = months.mod(BigInteger.valueOf(12)).intValue();
        yield year(floorDiv(months, BigInteger.valueOf(12))) + "-" + padded(month + 1, 2);
      }
      case "W" -> date(units.multiply(BigInteger.valueOf(7)));
      case "D" -> date(units);
      default -> dateAndTime(units);
    };
  }

  private String dateAndTime(BigInteger units) {
    int digits = DIGITS.getOrDefault(unit, 0);
    BigInteger second = BigInteger.TEN.pow(digits);
    BigInteger seconds =
        floorDiv(units, second).multiply(BigInteger.valueOf(SECONDS.getOrDefault(unit, 1)));
    int time = seconds.mod(BigInteger.valueOf(DAY)).intValue();
    String date = date(floorDiv(seconds, BigInteger.valueOf(DAY)));
    String text = date + "T" + padded(time / 3_600, 2) + ":" + padded(time / 60 % 60, 2);
    if (SECONDS.containsKey(unit)) {
      return text;
    }
    String fraction = digits == 0 ? "" : "." + padded(units.mod(second), digits);
    return text + ":" + padded(time % 60, 2) + fraction;
  }

  private static String date(BigInteger days) {
    LocalDate inCycle = LocalDate.ofEpochDay(days.mod(CYCLE).intValue());
    BigInteger cycles = floorDiv(days, CYCLE).multiply(BigInteger.valueOf(400));
    String year = year(cycles.add(BigInteger.valueOf(inCycle.getYear())));
    return year
        + "-"
        + padded(inCycle.getMonthValue(), 2)
        + "-"
        + padded(inCycle.getDayOfMonth(), 2);
  }

  private static BigInteger floorDiv(BigInteger number, BigInteger divisor) {
    return number.subtract(number.mod(divisor)).divide(divisor);
  }

  /** Years of more than four digits, and those before the year 0, have a sign. */
  private static String year(BigInteger year) {
    String digits = padded(year.abs(), 4);
    return (year.signum() < 0 ? "-" : digits.length() > 4 ? "+" : "") + digits;
  }

  private static String padded(Number number, int digits) {
    String text = number.toString();
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
