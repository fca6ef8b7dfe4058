package dev.zarrasync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** The threads that were started since a moment. */
public final class NewThreads {

  /** One for all, from the first use of a class on: they belong to no store and hold nothing. */
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "CompletableFutureDelayScheduler",
          "Java2D Disposer",
          "process reaper",
          // The AWS SDK's, of the first body that the embedded server reads as a stream.
          "response-input-stream-timeout-scheduler");

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private NewThreads() {}

  /** Begins to watch. */
  public static NewThreads sinceNow() {
    return new NewThreads();
  }

  /** Waits until they have ended, and fails if they do not. */
  public void assertNoneIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !isShared(thread.getName())) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private static boolean isShared(String name) {
    // JUnit runs each method on a thread of its own; the JVM's common pool is nobody's.
    return name.startsWith("junit-timeout-thread-")
        || name.startsWith("ForkJoinPool.commonPool-worker-")
        || OF_THE_JVM.contains(name);
  }
}
