package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Workload.Conditions;
import dev.zarrasync.benchmarks.server.Counts;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.benchmarks.server.ServerProcess;
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

  private final ServerProcess s3;
  private @Nullable ServerProcess web;
  private final Scale scale;
  private final @Nullable Python python;
  private final Set<String> written = new HashSet<>();
  private final Set<String> onWeb = new HashSet<>();
  private final Map<String, String> checksums = new HashMap<>();

  private Track(ServerProcess s3, Scale scale, @Nullable Python python) {
    this.s3 = s3;
    this.scale = scale;
    this.python = python;
  }

  static Track open(Scale scale, @Nullable Python python) throws IOException {
    return new Track(ServerProcess.startS3(), scale, python);
  }

  Scale scale() {
    return scale;
  }

  /** Stores the array of a workload where it is read from, unless it is there. */
  void write(Workload workload) throws Exception {
    Dataset data = workload.data();
    if (written.add(data.path())) {
      s3.trouble("");
      s3.answerAfter(Duration.ZERO, 0);
      try (S3Store store = Ours.open(s3)) {
        data.write(store);
      }
    }
    if (workload.conditions().protocol().isOfWebServer() && onWeb.add(data.path())) {
      s3.answerAfter(Duration.ZERO, 0);
      web().copy(s3, data.header());
      for (String key : data.stored(data.grid())) {
        web().copy(s3, key);
      }
    }
  }

  /** Most runs need none. */
  private ServerProcess web() throws IOException {
    if (web == null) {
      web = ServerProcess.startWeb();
    }
    return web;
  }

  /**
   * What a process may use.
   *
   * @param jvm options of a JVM
   * @param warmUpMillis how long it reads before, at least twice; negative for one chunk
   * @param settledMillis for how long it is measured, at least once
   * @param patience how long it may take
   */
  record Limits(List<String> jvm, long warmUpMillis, long settledMillis, Duration patience) {

    /** The options that fix the heap. */
    static List<String> heap(int mib) {
      return List.of("-Xms" + mib + "m", "-Xmx" + mib + "m");
    }
  }

  /** Has a contestant read, with the heap and the warm-up that all get. */
  List<Run> run(Contestant contestant, Workload workload, List<Region> regions) throws IOException {
    Limits limits =
        new Limits(
            Limits.heap(scale.heapMiB()), scale.warmUpMillis(), scale.settledMillis(), PATIENCE);
    return run(contestant, workload, regions, limits);
  }

  /**
   * Has a contestant read.
   *
   * @return each read that was measured
   * @throws FailedRunException if it fails, or takes too long
   */
  List<Run> run(Contestant contestant, Workload workload, List<Region> regions, Limits limits)
      throws IOException {
    Conditions conditions = workload.conditions();
    boolean onWeb = conditions.protocol().isOfWebServer();
    ServerProcess server = onWeb ? web() : s3;
    // TensorStore speaks HTTP/2 with TLS alone.
    boolean python1 = contestant.pythonName() != null && conditions.protocol() == Protocol.HTTP_2;
    Protocol protocol = python1 ? Protocol.HTTP_1_1 : conditions.protocol();
    ReadJob job =
        new ReadJob(
            contestant,
            server.endpoint(protocol),
            protocol,
            onWeb ? server.certificate() : "",
            workload.data(),
            regions,
            workload.atOnce(),
            workload.told(),
            limits.warmUpMillis());
    // Clients that adapt to their server find the same one in the warm-up and in the read.
    server.answerAfter(conditions.delay(), conditions.bandwidth());
    if (!onWeb) {
      server.trouble(conditions.trouble());
    }
    Process process =
        new ProcessBuilder(command(job, limits.jvm())).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    List<Run> runs = follow(process, server, limits.settledMillis() / 1e3);
    for (Run run : runs) {
      check(job, run.measured());
    }
    return runs;
  }

  private List<String> command(ReadJob job, List<String> options) throws IOException {
    String json = Json.MAPPER.writeValueAsString(job);
    String pythonName = job.contestant().pythonName();
    if (pythonName != null) {
      if (python == null) {
        throw new FailedRunException("there is no Python");
      }
      return python.command(pythonName, json);
    }
    List<String> command = new ArrayList<>(ClassPath.java(job.contestant()));
    command.addAll(1, List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(1, options);
    command.addAll(1, job.contestant().jvmOptions());
    command.addAll(List.of(ReadProcess.class.getName(), json));
    return command;
  }

  /** Has a process read until it has been measured for long enough, and ends it. */
  private static List<Run> follow(Process process, ServerProcess server, double seconds)
      throws IOException {
    Deque<String> said = new ArrayDeque<>();
    List<Run> runs = new ArrayList<>();
    double measured = 0;
    try (BufferedReader lines = process.inputReader();
        OutputStream turn = process.getOutputStream()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ReadProcess.READY)) {
          Counts unused = server.takeCounts();
          turn.write('\n');
          turn.flush();
        } else if (line.startsWith(ReadProcess.RESULT)) {
          String json = line.substring(ReadProcess.RESULT.length());
          Run run = new Run(Json.MAPPER.readValue(json, Measurement.class), server.takeCounts());
          runs.add(run);
          measured += run.measured().wallSeconds();
          if (measured >= seconds) {
            return runs;
          }
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
            job.data().path() + Json.MAPPER.valueToTree(job.regions()),
            key -> job.data().checksum(job.regions()));
    if (!expected.equals(measured.checksum())) {
      throw new FailedRunException(
          "it has read values with the checksum %s, not %s"
              .formatted(measured.checksum(), expected));
    }
  }

  @Override
  public void close() {
    s3.close();
    if (web != null) {
      web.close();
    }
  }
}
