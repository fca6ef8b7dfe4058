package dev.zarrasync.fetch;

import java.util.concurrent.Executor;

/** Runs each task at once on the thread that hands it in, so that a test decides when. */
final class DirectExecutor implements Executor {

  @Override
  public void execute(Runnable task) {
    task.run();
  }
}
