package dev.zarrasync.store;

/**
 * Takes the bytes of one object as they come, so that they need not be in memory all at once. It is
 * called by one thread at a time, never by one that receives, and may compute but not wait.
 */
public interface BodySink {

  /**
   * How many bytes of an object that is passed on count as in flight at most: what waits for the
   * sink, and what client and sink hold beside.
   */
  int ROOM = 1 << 20;

  /**
   * Hears that the object's first byte comes next. This is so once before the first bytes, and
   * again whenever a read starts over: what was taken before is void then.
   */
  void begin();

  /**
   * Takes the next bytes.
   *
   * @param bytes an array that holds them; it may have other content after the call
   * @param start where in the array they start
   * @param length how many there are
   * @throws StoreException if they are damaged: the read fails with it, unless the store finds out
   *     by a checksum that the damage is on the way, and starts over
   */
  void take(byte[] bytes, int start, int length) throws StoreException;

  /**
   * Hears that all bytes have come.
   *
   * @throws StoreException as for {@link #take}
   */
  void end() throws StoreException;
}
