package dev.zarrasync.fetch;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps tasks until the test runs them, one at a time. */
final class QueueExecutor implements Executor {

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** Runs the next task, if one comes in time: some are handed in after a pause. */
  boolean runNext() throws InterruptedException {
    Runnable task = tasks.poll(30, TimeUnit.SECONDS);
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }
}
