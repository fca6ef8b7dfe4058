package dev.zarrasync.store;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How to read an object.
 *
 * @param range the bytes wanted
 * @param condition what must hold: {@link Condition#NONE}, {@link Condition.Unchanged} or {@link
 *     Condition.Changed}
 * @param expectedSize the object's size in bytes as a listing showed it, or {@link #UNKNOWN_SIZE}.
 *     A store may choose by it how to fetch; a wrong one does no harm.
 * @param division how a store may divide a get of all of the object, or null. It needs the expected
 *     size. A division of another version of the object does no harm.
 * @param readBytes how many bytes the read brings of which this get is a part, or 0 if that is not
 *     known. A cache may pass over what is more than it can hold.
 * @param sink takes the bytes of all of the object, where the store can pass them on as they come
 *     and nobody else is to have them; or null. The answer then {@linkplain
 *     Fetched.Found#isPassedOn() has none}. Otherwise it has them, and the sink may have taken any.
 */
public record GetOptions(
    ByteRange range,
    Condition condition,
    long expectedSize,
    @Nullable Division division,
    long readBytes,
    @Nullable BodySink sink) {

  /**
   * Into how many ranges of about the same length a large object may be divided.
   *
   * @param ranges how many, at least 2
   * @param etag the entity tag of the object as a listing showed it: all ranges are of this version
   */
  public record Division(int ranges, String etag) {

    /** Checks the number. */
    public Division {
      if (ranges < 2) {
        throw new IllegalArgumentException("A division into " + ranges + " ranges");
      }
    }
  }

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
    return new GetOptions(range, Condition.NONE, UNKNOWN_SIZE, null, 0, null);
  }

  /**
   * Checks the condition, for a store whose server does not.
   *
   * @param store named in the error, as {@code key} is
   * @param key the object's key
   * @param fetched what there is
   * @return the same, or fails as {@link AsyncStore#get(String, GetOptions)} says
   */
  public CompletableFuture<Fetched> checked(AsyncStore store, String key, Fetched fetched) {
    return fetched instanceof Fetched.Found found && !condition.holds(true, found.etag())
        ? CompletableFuture.failedFuture(StoreException.ifNotHolding(store, key, condition))
        : CompletableFuture.completedFuture(fetched);
  }

  /**
   * Sets a condition.
   *
   * @param newCondition what must hold
   * @return these options with it
   */
  public GetOptions condition(Condition newCondition) {
    return new GetOptions(range, newCondition, expectedSize, division, readBytes, sink);
  }

  /**
   * Has the server answer, and no cache. Where the object is there, an old copy would not do; where
   * it is not, it may have been stored since that was learned.
   *
   * @return these options with a condition that always holds
   */
  public GetOptions current() {
    return condition(new Condition.Changed("\"none\"")); // No object has this entity tag.
  }

  /**
   * Sets the expected size.
   *
   * @param size the object's size in bytes
   * @return these options with it
   */
  public GetOptions expectedSize(long size) {
    return new GetOptions(range, condition, size, division, readBytes, sink);
  }

  /**
   * Sets a division.
   *
   * @param newDivision how the get may be divided, or null
   * @return these options with it
   */
  public GetOptions division(@Nullable Division newDivision) {
    return new GetOptions(range, condition, expectedSize, newDivision, readBytes, sink);
  }

  /**
   * Sets the size of the read.
   *
   * @param bytes how many bytes the read brings of which this get is a part
   * @return these options with it
   */
  public GetOptions readBytes(long bytes) {
    return new GetOptions(range, condition, expectedSize, division, bytes, sink);
  }

  /**
   * Sets where the bytes go.
   *
   * @param newSink takes them, or null
   * @return these options with it
   */
  public GetOptions sink(@Nullable BodySink newSink) {
    return new GetOptions(range, condition, expectedSize, division, readBytes, newSink);
  }
}
