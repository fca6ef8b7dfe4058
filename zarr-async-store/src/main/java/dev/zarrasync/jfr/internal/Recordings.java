package dev.zarrasync.jfr.internal;

/**
 * Says which events a flight recording wants, if one runs. Asking costs next to nothing, and makes
 * nothing. Safe for use by many threads.
 */
public final class Recordings {

  // A runtime image can be without the module: then no event class may be loaded.
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Recordings() {}

  /**
   * Says whether {@link RequestEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantRequests() {
    return PRESENT && RequestEvent.isWanted();
  }

  /**
   * Says whether {@link DecodeEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantDecodes() {
    return PRESENT && DecodeEvent.isWanted();
  }

  /**
   * Says whether {@link ReadEvent}s are wanted.
   *
   * @return true if so
   */
  public static boolean wantReads() {
    return PRESENT && ReadEvent.isWanted();
  }
}
