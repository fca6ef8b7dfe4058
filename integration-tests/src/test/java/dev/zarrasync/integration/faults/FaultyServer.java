package dev.zarrasync.integration.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of a bucket, some of whose answers go wrong. */
final class FaultyServer implements Closeable {

  private interface Send {
    void run() throws IOException;
  }

  private final Bucket bucket;
  private final Wire.Server server;
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
  private final AtomicInteger injected = new AtomicInteger();
  private volatile Faults faults = Faults.NONE;

  // Guarded by itself.
  private final List<Send> held = new ArrayList<>();
  private volatile int awaitedInFlight;

  FaultyServer(Wire wire, Bucket bucket) throws Exception {
    this.bucket = bucket;
    this.server = wire.start(this::answer);
  }

  /** Hits these requests from now on. */
  void hit(Faults next) {
    faults = next;
  }

  /** Answers nothing until so many requests wait at once. */
  void holdUntilInFlight(int count) {
    awaitedInFlight = count;
  }

  Bucket bucket() {
    return bucket;
  }

  URI url() {
    return server.url();
  }

  /** Counts the requests for a key. */
  int requests(String key) {
    return count(key).get();
  }

  /** Completes with the first request for a key. */
  CompletableFuture<Void> firstRequest(String key) {
    return awaited.computeIfAbsent(key, k -> new CompletableFuture<>());
  }

  /** Counts the faults so far. */
  int injected() {
    return injected.get();
  }

  private AtomicInteger count(String key) {
    return requests.computeIfAbsent(key, k -> new AtomicInteger());
  }

  private void answer(Question question, Line line) throws IOException {
    String path = question.path();
    String key = path.length() <= Bucket.PATH.length() + 1 ? "" : path.substring(8);
    Fault fault = faults.next(key, count(key).incrementAndGet());
    firstRequest(key).complete(null);
    Answer answer = bucket.answer(question);
    if (awaitedInFlight > 0) {
      hold(() -> line.send(answer));
    } else if (fault == null) {
      line.send(answer);
    } else {
      injected.incrementAndGet();
      fault.answer(line, answer);
    }
  }

  private void hold(Send send) throws IOException {
    synchronized (held) {
      held.add(send);
      if (held.size() < awaitedInFlight) {
        return;
      }
      awaitedInFlight = 0;
    }
    for (Send one : held) {
      one.run();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
