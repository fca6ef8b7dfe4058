package dev.zarrasync.fetch;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** The threads that send requests and complete futures, shared by all stores. */
final class EngineThreads {

  // A function chained to a future may wait for another future: the pool then makes up for its
  // thread, up to a bound.
  private static final int MAX_THREADS = 256;

  static final ForkJoinPool POOL =
      new ForkJoinPool(
          Runtime.getRuntime().availableProcessors(),
          pool -> {
            var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            thread.setName("zarr-async-fetch-" + thread.getPoolIndex());
            return thread;
          },
          null,
          true,
          0,
          MAX_THREADS,
          1,
          pool -> true,
          5,
          TimeUnit.SECONDS);

  private EngineThreads() {}
}
