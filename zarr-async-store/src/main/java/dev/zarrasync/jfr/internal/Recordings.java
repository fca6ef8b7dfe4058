package dev.zarrasync.jfr.internal;

import jdk.jfr.FlightRecorder;

/**
 * Says which events a flight recording wants, if one runs. Asking costs next to nothing, and makes
 * nothing: before someone records, no event class is loaded, which takes a tenth of a second. Safe
 * for use by many threads.
 */
public final class Recordings {

  // A runtime image can be without the module: then no event class may be loaded.
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Recordings() {}

  private static boolean isInUse() {
    return PRESENT && FlightRecorder.isInitialized();
  }

  /**
   * Says whether {@link RequestEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantRequests() {
    return isInUse() && RequestEvent.isWanted();
  }

  /**
   * Says whether {@link DecodeEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantDecodes() {
    return isInUse() && DecodeEvent.isWanted();
  }

  /**
   * Says whether {@link ReadEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantReads() {
    return isInUse() && ReadEvent.isWanted();
  }
}
