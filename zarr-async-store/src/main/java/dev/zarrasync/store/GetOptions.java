package dev.zarrasync.store;

/**
 * How to read an object.
 *
 * @param range the bytes wanted
 * @param condition what must hold: {@link Condition#NONE}, {@link Condition.Unchanged} or {@link
 *     Condition.Changed}
 * @param expectedSize the object's size in bytes as a listing showed it, or {@link #UNKNOWN_SIZE}.
 *     A store may choose by it how to fetch; a wrong one does no harm.
 */
public record GetOptions(ByteRange range, Condition condition, long expectedSize) {

  /** Says that the object's size is not known. */
  public static final long UNKNOWN_SIZE = -1;

  /** The whole object, unconditionally. */
  public static final GetOptions ALL = of(ByteRange.ALL);

  /** Checks the condition. */
  public GetOptions {
    if (condition instanceof Condition.Absent) {
      throw new IllegalArgumentException("A get cannot ask for an object to be absent");
    }
  }

  /**
   * Asks for a range.
   *
   * @param range the bytes wanted
   * @return options without a condition
   */
  public static GetOptions of(ByteRange range) {
    return new GetOptions(range, Condition.NONE, UNKNOWN_SIZE);
  }

  /**
   * Sets a condition.
   *
   * @param newCondition what must hold
   * @return these options with it
   */
  public GetOptions condition(Condition newCondition) {
    return new GetOptions(range, newCondition, expectedSize);
  }

  /**
   * Sets the expected size.
   *
   * @param size the object's size in bytes
   * @return these options with it
   */
  public GetOptions expectedSize(long size) {
    return new GetOptions(range, condition, size);
  }
}
