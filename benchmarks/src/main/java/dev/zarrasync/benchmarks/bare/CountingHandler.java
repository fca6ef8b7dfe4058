package dev.zarrasync.benchmarks.bare;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts what comes to a web server. Several servers may share the counters. */
final class CountingHandler extends Handler.Wrapper {

  // Guarded by themselves.
  private final Counters counters;
  private final Map<String, Integer> lastRounds = new HashMap<>();

  CountingHandler(Counters counters) {
    this.counters = counters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    synchronized (counters) {
      String connection = request.getConnectionMetaData().getId();
      int last = lastRounds.getOrDefault(connection, -1);
      lastRounds.put(connection, counters.start(request.getMethod(), last));
    }
    return super.handle(request, response, Callback.from(callback, this::end));
  }

  private void end() {
    synchronized (counters) {
      counters.end();
    }
  }
}
