package dev.zarrasync.jfr.internal;

import java.util.Arrays;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A region of an array was read, by the exact plan. */
@Name("dev.zarrasync.Read")
@Label("Region Read")
@Description("A region of an array was read, from the plan to the last chunk")
@Category("Zarr Async")
@StackTrace(false)
public final class ReadEvent extends Event {

  private static final ReadEvent PROBE = new ReadEvent();

  @Label("Array")
  @Description("The URL of the array, without credentials")
  String array = "";

  @Label("Shape")
  @Description("The shape of the region")
  String shape = "";

  @Label("Offset")
  @Description("The index of the region's first element in the array")
  String offset = "";

  @Label("Chunks")
  @Description("How many chunks the region has elements of")
  long chunks;

  @Label("Bytes")
  @Description("The bytes of these chunks as they came from the store or a cache")
  @DataAmount
  long bytes;

  @Label("Outcome")
  @Description("DONE, CANCELLED, or the kind of the failure")
  String outcome = "";

  private ReadEvent() {}

  static boolean isWanted() {
    return PROBE.isEnabled();
  }

  /**
   * Begins the event of a read.
   *
   * @param array the URL of the array
   * @param shape the region's shape
   * @param offset the index of its first element
   * @param chunks how many chunks it has elements of
   * @return the event
   */
  public static ReadEvent begun(String array, int[] shape, long[] offset, long chunks) {
    ReadEvent event = new ReadEvent();
    event.array = array;
    event.shape = Arrays.toString(shape);
    event.offset = Arrays.toString(offset);
    event.chunks = chunks;
    event.begin();
    return event;
  }

  /**
   * Ends and records the event.
   *
   * @param received how many bytes of chunks came
   * @param failure why the read failed, or null
   */
  public void ended(long received, @Nullable Throwable failure) {
    bytes = received;
    outcome = Outcomes.of(null, failure);
    end();
    commit();
  }
}
