package dev.zarrasync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer.Behaviour;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Servers and what is open on them, closed after each test. */
public abstract class ServerFixture {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Closes a resource after the test, before those opened earlier. */
  protected final <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** Starts a server. */
  protected final FaultServer server(Behaviour behaviour) throws IOException {
    return opened(new FaultServer(behaviour));
  }

  /** Waits for all threads that are not among these. */
  protected static void awaitEndOfThreadsBut(Set<Thread> before) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
