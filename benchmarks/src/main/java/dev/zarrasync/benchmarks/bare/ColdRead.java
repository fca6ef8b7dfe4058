package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import com.sun.management.OperatingSystemMXBean;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first two reads of a fresh JVM: all small chunks, from the first line of {@link #main} on.
 *
 * @param client until the client is there, in seconds
 * @param open from then until the array is open
 * @param read from then until the values are there
 * @param cpu processor time until then
 * @param second how long the second read takes
 * @param secondCpu its processor time
 */
record ColdRead(
    double client, double open, double read, double cpu, double second, double secondCpu) {

  /** Our stores; any other is the name of a bare client. */
  static final String S3 = "S3";

  static final String HTTP_1_1 = "HTTP_1_1";
  static final String HTTP_2 = "HTTP_2";

  /** The CRT's client over HTTP/2. */
  static final String CRT_HTTP_2 = "CRT_HTTP_2";

  private static final int MAX_ROUNDS = 5;
  private static final int CONNECTIONS = 256;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * Runs in a JVM of its own.
   *
   * @param args the endpoint, the number of chunks, and who reads
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    long startCpu = PROCESS.getProcessCpuTime();
    URI endpoint = URI.create(args[0]);
    SmallArray array = new SmallArray(Integer.parseInt(args[1]));
    AutoCloseable client = open(args[2], endpoint);
    long built = System.nanoTime();
    ZarrArray opened =
        client instanceof AsyncStore store ? JZarrs.openArray(store, SmallArray.PATH) : null;
    long open = System.nanoTime();
    read(client, array, opened);
    long first = System.nanoTime();
    long firstCpu = PROCESS.getProcessCpuTime();
    read(client, array, opened);
    System.out.printf(
        Locale.ROOT,
        "%f %f %f %f %f %f%n",
        (built - start) / 1e9,
        (open - built) / 1e9,
        (first - open) / 1e9,
        (firstCpu - startCpu) / 1e9,
        (System.nanoTime() - first) / 1e9,
        (PROCESS.getProcessCpuTime() - firstCpu) / 1e9);
    // Whatever threads a client leaves.
    System.exit(0);
  }

  private static AutoCloseable open(String who, URI endpoint) {
    return switch (who) {
      case S3 -> Ours.open(endpoint);
      case HTTP_1_1, HTTP_2 ->
          HttpStore.builder()
              .base(endpoint)
              .protocol(HttpProtocol.valueOf(who))
              .cacheBytes(0)
              .build();
      case CRT_HTTP_2 -> CrtBareClient.http2(endpoint, CONNECTIONS);
      default -> Bare.valueOf(who).open(endpoint, CONNECTIONS);
    };
  }

  private static void read(AutoCloseable client, SmallArray array, @Nullable ZarrArray opened)
      throws Exception {
    if (opened != null) {
      array.read(opened);
    } else {
      ((BareClient) client).getAll(array.keys());
    }
  }

  /** Runs a fresh JVM for each round, and returns that whose first read took the median. */
  static ColdRead median(Scale scale, URI endpoint, String who) throws IOException {
    List<ColdRead> reads = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_ROUNDS, scale.rounds()); i++) {
      Process process =
          ChildJvm.start(
              List.of(),
              ColdRead.class,
              endpoint.toString(),
              Integer.toString(scale.smallChunks()),
              who);
      String line = process.inputReader().readLine();
      if (line == null) {
        throw new IOException(who + " has failed in a fresh JVM");
      }
      reads.add(parse(line));
    }
    reads.sort(Comparator.comparing(ColdRead::total));
    return reads.get(reads.size() / 2);
  }

  private static ColdRead parse(String line) {
    double[] values = Stream.of(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    return new ColdRead(values[0], values[1], values[2], values[3], values[4], values[5]);
  }

  /** How long the first read takes, from the start of the program on. */
  double total() {
    return client + open + read;
  }

  static Table table() {
    return new Table(
        "contestant",
        "client s",
        "open s",
        "read s",
        "in all s",
        "CPU s",
        "second s",
        "second CPU",
        "required",
        "held");
  }

  void addTo(Table table, String name, String required, String held) {
    List<String> cells = new ArrayList<>(List.of(name));
    DoubleStream.of(client, open, read, total(), cpu, second, secondCpu)
        .forEach(value -> cells.add(Report.format("%.2f", value)));
    cells.addAll(List.of(required, held));
    table.add(cells.toArray(String[]::new));
  }
}
