package dev.zarrasync.jfr.internal;

import dev.zarrasync.store.AsyncStore;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A chunk was decoded, and copied to where it belongs if that was one step. Of one thread: it says
 * which. A chunk that is decoded while it is received has an event for each part.
 */
@Name("dev.zarrasync.Decode")
@Label("Chunk Decoding")
@Description(
    "A chunk, or the next part of one, was decoded, and copied to its place if that was one step")
@Category("Zarr Async")
@StackTrace(false)
public final class DecodeEvent extends Event {

  private static final DecodeEvent PROBE = new DecodeEvent();

  @Label("Store")
  @Description("The URL of the store, without credentials")
  String store = "";

  @Label("Key")
  String key = "";

  @Label("Encoded Bytes")
  @Description("The length of the chunk, or of the part, as it is stored")
  @DataAmount
  long encodedBytes;

  @Label("Decoded Bytes")
  @Description("The length of the raw chunk; 0 for parts before its last")
  @DataAmount
  long decodedBytes;

  private DecodeEvent() {}

  static boolean isWanted() {
    return PROBE.isEnabled();
  }

  /**
   * Begins the event of a chunk or a part of it.
   *
   * @param store where it was read
   * @param key its key in that store
   * @param encodedBytes its length as it is stored
   * @param decodedBytes the length of the chunk when it is decoded; 0 for parts before its last
   * @return the event, to be ended by {@link #commit()}
   */
  public static DecodeEvent begun(
      AsyncStore store, String key, long encodedBytes, long decodedBytes) {
    DecodeEvent event = new DecodeEvent();
    event.store = store.url("");
    event.key = key;
    event.encodedBytes = encodedBytes;
    event.decodedBytes = decodedBytes;
    event.begin();
    return event;
  }
}
