package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import dev.zarrasync.benchmarks.bare.Counts;
import dev.zarrasync.benchmarks.bare.Ours;
import dev.zarrasync.benchmarks.bare.ServerProcess;
import dev.zarrasync.s3.S3Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where contestants run, one at a time: a server with the arrays, and a new process for each. */
final class Track implements AutoCloseable {

  private static final int LINES_KEPT = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ServerProcess server;
  private final Scale scale;
  private final @Nullable Python python;
  private final Set<String> written = new HashSet<>();
  private final Map<String, String> checksums = new HashMap<>();

  private Track(ServerProcess server, Scale scale, @Nullable Python python) {
    this.server = server;
    this.scale = scale;
    this.python = python;
  }

  static Track open(Scale scale, @Nullable Python python) throws IOException {
    return new Track(ServerProcess.start(), scale, python);
  }

  Scale scale() {
    return scale;
  }

  /** Stores an array, unless it is there. */
  void write(Dataset data) throws Exception {
    if (!written.add(data.path())) {
      return;
    }
    server.answerAfter(Duration.ZERO, 0);
    try (S3Store store = Ours.open(server.endpoint())) {
      data.write(store);
    }
  }

  /**
   * What a process may use.
   *
   * @param heapMiB the heap of a JVM
   * @param warmUpMillis how long it reads before: 0 for once, negative for not at all
   * @param patience how long it may take
   */
  record Limits(int heapMiB, long warmUpMillis, Duration patience) {}

  /** Has a contestant read, with the heap and the warm-up that all get. */
  Run run(Contestant contestant, Workload workload, Region region) throws IOException {
    Limits limits = new Limits(scale.heapMiB(), scale.warmUpMillis(), PATIENCE);
    return run(contestant, workload, region, limits);
  }

  /**
   * Has a contestant read.
   *
   * @throws FailedRunException if it fails, or takes too long
   */
  Run run(Contestant contestant, Workload workload, Region region, Limits limits)
      throws IOException {
    ReadJob job =
        new ReadJob(
            contestant,
            server.endpoint(),
            Bare.BUCKET,
            workload.data(),
            region,
            workload.atOnce(),
            limits.warmUpMillis());
    // Clients that adapt to their server find the same one in the warm-up and in the read.
    server.answerAfter(workload.delay(), workload.bandwidth());
    Process process =
        new ProcessBuilder(command(job, limits.heapMiB())).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    Run run = follow(process);
    check(job, run.measured());
    return run;
  }

  private List<String> command(ReadJob job, int heapMiB) throws IOException {
    String json = Json.MAPPER.writeValueAsString(job);
    String pythonName = job.contestant().pythonName();
    if (pythonName != null) {
      if (python == null) {
        throw new FailedRunException("there is no Python");
      }
      return python.command(pythonName, json);
    }
    List<String> command = new ArrayList<>(ClassPath.java(job.contestant()));
    command.addAll(
        1,
        List.of(
            "-Xms" + heapMiB + "m",
            "-Xmx" + heapMiB + "m",
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(1, job.contestant().jvmOptions());
    command.addAll(List.of(ReadProcess.class.getName(), json));
    return command;
  }

  private Run follow(Process process) throws IOException {
    Deque<String> said = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader();
        OutputStream leave = process.getOutputStream()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ReadProcess.READY)) {
          Counts unused = server.takeCounts();
          leave.write('\n');
          leave.flush();
        } else if (line.startsWith(ReadProcess.RESULT)) {
          String json = line.substring(ReadProcess.RESULT.length());
          return new Run(Json.MAPPER.readValue(json, Measurement.class), server.takeCounts());
        } else {
          said.add(line);
          if (said.size() > LINES_KEPT) {
            said.remove();
          }
        }
      }
    } finally {
      process.destroyForcibly();
    }
    throw new FailedRunException(said.isEmpty() ? "it took too long" : reason(said));
  }

  /** The line that names an error, or all there is. */
  private static String reason(Deque<String> said) {
    return said.stream()
        .filter(
            line -> line.matches("(Exception in|Caused by|Terminating|[\\w.]+(Error|Exception)).*"))
        .reduce((first, second) -> second)
        .orElse(String.join("; ", said));
  }

  private void check(ReadJob job, Measurement measured) throws FailedRunException {
    if (job.contestant().kind() == Contestant.Kind.FLOOR) {
      return;
    }
    String expected =
        checksums.computeIfAbsent(
            job.data().path() + job.region().size(), key -> job.data().checksum(job.region()));
    if (!expected.equals(measured.checksum())) {
      throw new FailedRunException(
          "it has read values with the checksum %s, not %s"
              .formatted(measured.checksum(), expected));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
