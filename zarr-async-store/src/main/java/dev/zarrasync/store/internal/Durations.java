package dev.zarrasync.store.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.StringJoiner;

/** Durations in messages. */
public final class Durations {

  private static final BigDecimal SECOND = BigDecimal.ONE;
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
  private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);

  private Durations() {}

  /**
   * Writes a duration as people do, exactly: {@code 2 min}, {@code 1.5 s}, {@code 500 ms}.
   *
   * @param duration any, also a negative one
   * @return the duration with its units
   */
  public static String text(Duration duration) {
    BigDecimal all =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    BigDecimal rest = all.abs();
    if (rest.signum() > 0 && rest.compareTo(SECOND) < 0) {
      return plain(all.movePointRight(3)) + " ms";
    }
    StringJoiner text = new StringJoiner(" ", all.signum() < 0 ? "-" : "", "");
    BigDecimal[] hours = rest.divideAndRemainder(HOUR);
    BigDecimal[] minutes = hours[1].divideAndRemainder(MINUTE);
    add(text, hours[0], "h");
    add(text, minutes[0], "min");
    add(text, minutes[1], "s");
    return rest.signum() == 0 ? "0 s" : text.toString();
  }

  private static void add(StringJoiner text, BigDecimal count, String unit) {
    if (count.signum() > 0) {
      text.add(plain(count) + " " + unit);
    }
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
