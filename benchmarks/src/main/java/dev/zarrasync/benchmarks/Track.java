package dev.zarrasync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.benchmarks.Workload.Conditions;
import dev.zarrasync.benchmarks.Workload.Mode;
import dev.zarrasync.benchmarks.server.Counts;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.benchmarks.server.ServerProcess;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ucar.ma2.InvalidRangeException;

/** Where contestants run, one at a time: a server with the arrays, and a new process for each. */
final class Track implements AutoCloseable {

  private static final int LINES_KEPT = 40;
  private static final int FRESH_READS = 2;
  private static final int READS_BY_DEFAULT = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ServerProcess s3;
  private @Nullable ServerProcess web;
  private final Scale scale;
  private final @Nullable Python python;
  private final Set<String> written = new HashSet<>();
  private final Set<String> onWeb = new HashSet<>();
  private final Set<String> onFiles = new HashSet<>();
  private @Nullable Path files;
  private final Map<String, Long> stored = new HashMap<>();
  private final Map<String, String> checksums = new HashMap<>();
  private final Map<String, Path> archives = new HashMap<>();

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
    if (workload.mode() == Mode.WRITES) {
      return;
    }
    if (workload.conditions().protocol() == Protocol.FILE) {
      if (onFiles.add(data.path())) {
        try (AsyncStore store = FileStore.at(files())) {
          data.write(store);
          stored.put(data.path(), bytes(store, data.path()));
        }
      }
      return;
    }
    if (written.add(data.path())) {
      s3.trouble("");
      s3.answerAfter(Duration.ZERO, 0);
      try (S3Store store = Ours.open(s3)) {
        data.write(store);
        stored.put(data.path(), bytes(store, data.path()));
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

  private static long bytes(AsyncStore store, String path) {
    long bytes = 0;
    ListRequest request = ListRequest.all(path + "/");
    while (true) {
      ListPage page = store.list(request).join();
      for (ListPage.ListedObject object : page.objects()) {
        bytes += object.size();
      }
      if (page.next() == null) {
        return bytes;
      }
      request = page.next();
    }
  }

  /** How many bytes a workload stores, metadata included; null if none were written. */
  @Nullable Long storedBytes(Workload workload) {
    return stored.get(workload.data().path());
  }

  /** The directory of files that are read, and of archives of classes. */
  private Path files() throws IOException {
    if (files == null) {
      files = Files.createTempDirectory("bench");
    }
    return files;
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
      return List.of("-Xms" + mib + "m", "-Xmx" + mib + "m", "-XX:+UseG1GC");
    }

    int leastReads() {
      return jvm.isEmpty() ? READS_BY_DEFAULT : FRESH_READS;
    }
  }

  private Limits limits(Workload workload) {
    return workload.mode() == Mode.READS_BY_DEFAULT
        ? new Limits(List.of(), 0, 0, PATIENCE)
        : new Limits(
            Limits.heap(scale.heapMiB()), scale.warmUpMillis(), scale.settledMillis(), PATIENCE);
  }

  /** The options of its JVM, for people; null if it has none. */
  @Nullable String jvm(Contestant contestant, Workload workload) {
    if (contestant.pythonName() != null) {
      return null;
    }
    List<String> options = new ArrayList<>(limits(workload).jvm());
    options.addAll(contestant.jvmOptions());
    if (contestant == Contestant.SHORT) {
      options.add("-XX:SharedArchiveFile");
    }
    return String.join(" ", options);
  }

  /** How many classes a first read of ours loads, by the log of the JVM; null of others. */
  @Nullable Integer classes(Contestant contestant, Workload workload) throws IOException {
    if (contestant.kind() != Contestant.Kind.OURS) {
      return null;
    }
    Path log = Files.createTempFile("classes", ".txt");
    try {
      List<String> options = new ArrayList<>(limits(workload).jvm());
      options.add("-Xlog:class+load:file=" + log + "::filecount=0");
      rehearse(job(contestant, workload, workload.regions(), 0, 1), options);
      try (Stream<String> lines = Files.lines(log)) {
        return (int) lines.count();
      }
    } finally {
      Files.delete(log);
    }
  }

  /** Has a process do its least of reads and end, neither told nor timed. */
  private void rehearse(ReadJob job, List<String> options) throws IOException {
    List<String> command = command(job, options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new FailedRunException(said.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new InterruptedIOException();
    }
  }

  /** The archive of the classes that a job needs, made by its first reads. */
  private Path archive(ReadJob job, List<String> options) throws IOException {
    String name = job.contestant() + job.data().path() + job.endpoint();
    Path known = archives.get(name);
    if (known != null) {
      return known;
    }
    Path archive = files().resolve("classes-" + archives.size() + ".jsa");
    List<String> more = new ArrayList<>(options);
    more.add("-XX:ArchiveClassesAtExit=" + archive);
    rehearse(job.rehearsal(FRESH_READS), more);
    if (!Files.exists(archive)) {
      throw new FailedRunException("the JVM has made no archive of its classes");
    }
    archives.put(name, archive);
    return archive;
  }

  /** Has a contestant read, with the heap and the warm-up that all get. */
  List<Run> run(Contestant contestant, Workload workload, List<Region> regions) throws IOException {
    return run(contestant, workload, regions, limits(workload));
  }

  /**
   * Has a contestant read.
   *
   * @return each read that was measured
   * @throws FailedRunException if it fails, or takes too long
   */
  List<Run> run(Contestant contestant, Workload workload, List<Region> regions, Limits limits)
      throws IOException {
    ReadJob job = job(contestant, workload, regions, limits.warmUpMillis(), limits.leastReads());
    List<String> options = new ArrayList<>(limits.jvm());
    options.addAll(contestant.jvmOptions());
    if (contestant == Contestant.SHORT) {
      options.add("-XX:SharedArchiveFile=" + archive(job, options));
    }
    ServerProcess server = job.protocol().isOfWebServer() ? web() : s3;
    Process process = new ProcessBuilder(command(job, options)).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    List<Run> runs = follow(process, server, limits.settledMillis() / 1e3);
    return workload.mode() == Mode.WRITES ? readBack(job, runs) : checked(job, runs);
  }

  /** Tells the server what to be like, and a contestant what to do. */
  private ReadJob job(
      Contestant contestant,
      Workload workload,
      List<Region> regions,
      long warmUpMillis,
      int leastReads)
      throws IOException {
    Conditions conditions = workload.conditions();
    boolean onFiles = conditions.protocol() == Protocol.FILE;
    boolean onWeb = conditions.protocol().isOfWebServer();
    ServerProcess server = onWeb ? web() : s3;
    // TensorStore speaks HTTP/2 with TLS alone.
    boolean python1 = contestant.pythonName() != null && conditions.protocol() == Protocol.HTTP_2;
    Protocol protocol = python1 ? Protocol.HTTP_1_1 : conditions.protocol();
    // Clients that adapt to their server find the same one in the warm-up and in the read.
    server.answerAfter(conditions.delay(), conditions.bandwidth());
    if (!onWeb) {
      server.trouble(conditions.trouble());
    }
    if (workload.mode() == Mode.WRITES) {
      server.forget(workload.data().path() + "/");
    }
    return new ReadJob(
        contestant,
        onFiles ? files().toUri() : server.endpoint(protocol),
        protocol,
        onWeb ? server.certificate() : "",
        workload.data(),
        regions,
        workload.atOnce(),
        workload.told(),
        workload.mode() == Mode.WRITES,
        warmUpMillis,
        leastReads);
  }

  private List<String> command(ReadJob job, List<String> options) throws IOException {
    String pythonName = job.contestant().pythonName();
    if (pythonName != null) {
      if (python == null) {
        throw new FailedRunException("there is no Python");
      }
      return python.command(pythonName, Json.MAPPER.writeValueAsString(job));
    }
    List<String> command = new ArrayList<>(ClassPath.java(job));
    command.add(1, "-XX:+ExitOnOutOfMemoryError");
    command.addAll(1, options);
    command.add(ReadProcess.class.getName());
    command.addAll(job.arguments());
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

  private List<Run> checked(ReadJob job, List<Run> runs) throws FailedRunException {
    if (job.contestant().kind() != Contestant.Kind.FLOOR) {
      for (Run run : runs) {
        check(job, run.measured().checksum());
      }
    }
    return runs;
  }

  private void check(ReadJob job, @Nullable String checksum) throws FailedRunException {
    String expected =
        checksums.computeIfAbsent(
            job.data().path() + Json.MAPPER.valueToTree(job.regions()),
            key -> job.data().checksum(job.regions()));
    if (!expected.equals(checksum)) {
      throw new FailedRunException(
          "its values have the checksum %s, not %s".formatted(checksum, expected));
    }
  }

  private static String checksum(AsyncStore store, String path) throws FailedRunException {
    try {
      return Dataset.checksum((short[]) JZarrs.openArray(store, path).read());
    } catch (IOException | InvalidRangeException e) {
      throw new FailedRunException("what it has written cannot be read: " + e);
    }
  }

  /** Reads what was written, and checks it: the arrays that were timed follow those before. */
  private List<Run> readBack(ReadJob job, List<Run> runs) throws IOException {
    s3.answerAfter(Duration.ZERO, 0);
    List<Run> checked = new ArrayList<>();
    try (S3Store store = Ours.open(s3)) {
      for (Run run : runs) {
        String path = job.data().copy(run.measured().warmUps() + checked.size());
        String checksum = checksum(store, path);
        check(job, checksum);
        checked.add(new Run(run.measured().stored(checksum), run.counts()));
        stored.put(job.data().path(), bytes(store, path));
      }
    }
    return checked;
  }

  @Override
  public void close() {
    s3.close();
    if (web != null) {
      web.close();
    }
    if (files != null) {
      delete(files);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      System.err.println("Files are left: " + e);
    }
  }
}
