package dev.zarrasync.jfr.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A request that a store sent: an event for each, also for those that are sent again. It starts
 * when the request is ready to be sent, and ends with the request. Its times follow each other and
 * add up to its duration.
 *
 * <p>Safe for use by many threads: each may tell of another step.
 */
@Name("dev.zarrasync.Request")
@Label("Store Request")
@Description("A request that a store sent, from when it was ready to be sent")
@Category("Zarr Async")
@StackTrace(false)
public final class RequestEvent extends Event {

  /** A recording that starts changes the class, and what this says. */
  private static final RequestEvent PROBE = new RequestEvent();

  private static final long NOT_YET = Long.MIN_VALUE;

  @Label("Store")
  @Description("The URL of the store, without credentials")
  String store = "";

  @Label("Method")
  @Description("GET, LIST, PUT or DELETE")
  String method = "";

  @Label("Key")
  @Description("The key, or the prefix of a listing")
  String key = "";

  @Label("Range")
  @Description("The bytes asked for, as in HTTP: 0-99, 100- or -8; empty for all")
  String range = "";

  @Label("Attempt")
  @Description("1 for what is sent for the first time, more for what is sent again")
  int attempt;

  @Label("Hedge")
  @Description("Whether it is the second request of a get that was slow")
  boolean hedge;

  @Label("Queue Time")
  @Description("How long it waited for its turn")
  @Timespan(Timespan.NANOSECONDS)
  long queueTime;

  @Label("Wait Time")
  @Description("From when it was sent to the head of the answer, or to the end if there is no body")
  @Timespan(Timespan.NANOSECONDS)
  long waitTime;

  @Label("Hold Time")
  @Description("How long the body waited to be let in, for memory or for a worker")
  @Timespan(Timespan.NANOSECONDS)
  long holdTime;

  @Label("Receive Time")
  @Description("How long the body took: of a put, to be sent and stored")
  @Timespan(Timespan.NANOSECONDS)
  long receiveTime;

  @Label("Bytes")
  @Description("The length of the body, as announced if it did not come")
  @DataAmount
  long bytes;

  @Label("Outcome")
  @Description("FOUND, MISSING, DONE, CANCELLED, or the kind of the failure")
  String outcome = "";

  private transient long step;
  private transient long head = NOT_YET;
  private transient long admitted = NOT_YET;

  private RequestEvent() {}

  static boolean isWanted() {
    return PROBE.isEnabled();
  }

  /**
   * Begins the event of a request that is ready to be sent.
   *
   * @param store the store that sends it
   * @param method GET, LIST, PUT or DELETE
   * @param key the key, or the prefix of a listing
   * @param range the bytes asked for
   * @param attempt how often the request is sent with this one, from 1
   * @param hedge whether it is the second request of a slow get
   * @return the event
   */
  public static RequestEvent queued(
      AsyncStore store, String method, String key, ByteRange range, int attempt, boolean hedge) {
    RequestEvent event = new RequestEvent();
    event.store = store.url("");
    event.method = method;
    event.key = key;
    event.range = text(range);
    event.attempt = attempt;
    event.hedge = hedge;
    event.step = System.nanoTime();
    event.begin();
    return event;
  }

  private static String text(ByteRange range) {
    if (range instanceof ByteRange.Span span) {
      return span.offset() + "-" + (span.offset() + span.length() - 1);
    }
    if (range instanceof ByteRange.From from) {
      return from.offset() + "-";
    }
    return range instanceof ByteRange.Suffix suffix ? "-" + suffix.length() : "";
  }

  /** Says that the request is being sent. */
  public synchronized void sent() {
    queueTime = lap();
  }

  /**
   * Says that the head of the answer has come, or that a body is ready to be sent.
   *
   * @param length the body's length in bytes
   */
  public synchronized void head(long length) {
    if (head == NOT_YET) {
      waitTime = lap();
      head = step;
    }
    bytes += length;
  }

  /** Says that the body is let in. */
  public synchronized void admitted() {
    if (admitted == NOT_YET) {
      holdTime = lap();
      admitted = step;
    }
  }

  /**
   * Says that the answer is cut off.
   *
   * @param brought how many bytes of the body have come
   */
  public synchronized void cut(long brought) {
    bytes = brought;
  }

  /**
   * Ends and records the event.
   *
   * @param value the answer, or null
   * @param failure why there is none, or null
   */
  public synchronized void ended(@Nullable Object value, @Nullable Throwable failure) {
    if (head == NOT_YET) {
      waitTime = lap();
    } else if (admitted == NOT_YET) {
      holdTime = lap();
    } else {
      receiveTime = lap();
    }
    if (value instanceof Fetched.Found found) {
      // The body of a range can be in a larger array, and a compressed one needs memory twice.
      long length = found.length();
      boolean isAll = head == NOT_YET || found.isPassedOn();
      bytes = isAll ? length : Math.min(bytes, length);
    }
    outcome = Outcomes.of(value, failure);
    end();
    commit();
  }

  private long lap() {
    long now = System.nanoTime();
    long time = now - step;
    step = now;
    return time;
  }
}
