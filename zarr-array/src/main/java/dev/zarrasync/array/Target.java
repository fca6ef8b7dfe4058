package dev.zarrasync.array;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.internal.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The Java array that a region is read into. A new one is made when the first requests are on their
 * way: a large one takes a tenth of a second and more. When the read is over and its caller has the
 * array, this holds it no longer: workers that still have the read on their stack would keep it
 * while the next read needs the memory. Safe for use by many threads.
 */
final class Target {

  private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

  private final boolean isNew;
  private final Object making = new Object();
  private final int count;
  private final @Nullable JavaElements elements;
  private volatile @Nullable Object array;
  private volatile @Nullable OutOfMemoryError failure;

  // Guarded by making.
  private boolean taken;
  private boolean closed;

  // Guarded by itself.
  private final List<Runnable> waiting = new ArrayList<>();

  /** An array that is there. */
  Target(Object array) {
    this.isNew = false;
    this.count = 0;
    this.elements = null;
    this.array = array;
    this.taken = true;
  }

  /** An array that is to be made, of so many elements. */
  Target(int count, JavaElements elements) {
    this.isNew = true;
    this.count = count;
    this.elements = elements;
  }

  /** Says whether this makes the array, so that nothing is in it but what is copied there. */
  boolean isNew() {
    return isNew;
  }

  /**
   * Says whether the array is there, or cannot be made.
   *
   * @param action run on a worker once it is so, if not
   */
  boolean isThere(Runnable action) {
    synchronized (waiting) {
      if (array == null && failure == null) {
        waiting.add(action);
        return false;
      }
      return true;
    }
  }

  /**
   * Returns the array. Who needs it first makes it, while others wait.
   *
   * @throws OutOfMemoryError if the heap has no room for it. It is not tried for each chunk: to
   *     find that out takes a full collection.
   */
  Object array() {
    Object known = array;
    return known == null ? made() : known;
  }

  /** Returns the array to the caller of the read, as {@link #array} does. */
  Object take() {
    Object taking = array();
    synchronized (making) {
      taken = true;
      forget();
    }
    return taking;
  }

  /** Nobody will ask for the array but who takes it. */
  void close() {
    synchronized (making) {
      closed = true;
      forget();
    }
  }

  private void forget() {
    if (taken && closed) {
      array = null;
    }
  }

  private Object made() {
    synchronized (making) {
      if (array == null && failure == null) {
        make();
      }
    }
    if (failure != null) {
      throw failure;
    }
    return requireNonNull(array);
  }

  /** Tries twice: a worker that has just ended another read may have that on its stack. */
  private Object newArray(JavaElements type) {
    try {
      return type.newArray(count);
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(A_MOMENT);
      return type.newArray(count);
    }
  }

  private void make() {
    Object made = null;
    OutOfMemoryError problem = null;
    try {
      made = newArray(requireNonNull(elements));
    } catch (OutOfMemoryError e) {
      problem = e;
    }
    List<Runnable> actions;
    synchronized (waiting) {
      array = made;
      failure = problem;
      actions = List.copyOf(waiting);
      waiting.clear();
    }
    for (Runnable action : actions) {
      Workers.POOL.execute(action);
    }
  }
}
