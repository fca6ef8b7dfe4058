package dev.zarrasync.fetch;

/** Whether a read lists its objects, so that it need not ask for those that are missing. */
public enum ListPolicy {
  /**
   * A read that needs many GETs lists beside the first of them, and goes on for as long as that is
   * likely to spare more than it costs.
   */
  AUTO,
  /** Lists first, and then gets only what is there. For arrays that are known to be sparse. */
  FIRST,
  /** Gets every object, there or not. */
  NEVER
}
