package dev.zarrasync.faults;

import java.io.IOException;

/** What goes on beside a test, for as long as it can. */
public final class Daemon {

  /** Passes bytes on, for example. */
  @FunctionalInterface
  public interface Task {
    /** Ends by an exception when the test closes a socket. */
    void run() throws IOException;
  }

  private Daemon() {}

  /** Starts a thread. */
  public static Thread start(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The test has closed one side, or the other side has hung up.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
