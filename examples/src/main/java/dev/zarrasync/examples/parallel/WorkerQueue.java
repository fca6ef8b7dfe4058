package dev.zarrasync.examples.parallel;

import dev.zarrasync.store.AsyncStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Feeds the numbers of pieces to worker processes, and collects their results. */
final class WorkerQueue<R extends Serializable> {

  private final Plan<R> plan;
  private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();

  // Guarded by itself. By the number of their piece.
  private final TreeMap<Integer, R> results = new TreeMap<>();

  WorkerQueue(Plan<R> plan) {
    this.plan = plan;
  }

  /**
   * Does the work.
   *
   * @return the results in the order of the pieces
   * @throws IOException if a worker ends before it has answered
   */
  List<R> run() throws IOException, InterruptedException {
    try (AsyncStore store = plan.open()) {
      int count = plan.tasks(plan.newRecipe(), store).pieces().size();
      IntStream.range(0, count).forEach(queue::add);
    }
    List<Process> workers = new ArrayList<>();
    ExecutorService feeders = Executors.newFixedThreadPool(plan.workers());
    try {
      List<Future<?>> fed = new ArrayList<>();
      for (int i = 0; i < plan.workers(); i++) {
        Process worker = start();
        workers.add(worker);
        fed.add(feeders.submit(() -> feed(worker)));
      }
      for (Future<?> each : fed) {
        each.get();
      }
      return List.copyOf(results.values());
    } catch (ExecutionException e) {
      throw new IOException("The workers could not do it all: " + e.getMessage(), e);
    } finally {
      workers.forEach(Process::destroyForcibly);
      feeders.shutdown();
    }
  }

  private Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            Worker.encode(plan))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Gives a worker pieces as long as there are any. */
  private @Nullable Void feed(Process worker) throws IOException, ClassNotFoundException {
    try (PrintStream numbers =
            new PrintStream(worker.getOutputStream(), true, StandardCharsets.US_ASCII);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(worker.getInputStream(), StandardCharsets.US_ASCII))) {
      int open = 0;
      for (int i = 0; i < Worker.AT_ONCE; i++) {
        open += giveNext(numbers);
      }
      while (open > 0) {
        take(answers.readLine());
        open += giveNext(numbers) - 1;
      }
      return null;
    }
  }

  /** Returns how many pieces the worker has more. */
  private int giveNext(PrintStream numbers) {
    Integer number = queue.poll();
    if (number == null) {
      return 0;
    }
    numbers.println(number);
    return 1;
  }

  @SuppressWarnings("unchecked") // It is what the function of the recipe returned.
  private void take(@Nullable String answer) throws IOException, ClassNotFoundException {
    if (answer == null) {
      throw new IOException(
          "a worker ended before it had answered, and has said why on standard error");
    }
    int blank = answer.indexOf(' ');
    R result = (R) Worker.decode(answer.substring(blank + 1));
    synchronized (results) {
      results.put(Integer.valueOf(answer.substring(0, blank)), result);
    }
  }
}
