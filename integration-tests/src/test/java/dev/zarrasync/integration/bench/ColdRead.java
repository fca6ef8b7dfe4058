package dev.zarrasync.integration.bench;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The first read of a JVM: all small chunks, from the first line of {@link #main} on.
 *
 * @param client until the client is there, in seconds
 * @param open from then until the array is open
 * @param read from then until the values are there
 */
record ColdRead(double client, double open, double read) {

  /** Our way; any other is the name of a bare client. */
  static final String OURS = "OURS";

  private static final int MAX_ROUNDS = 5;

  /**
   * Runs in a JVM of its own.
   *
   * @param args the endpoint, the number of chunks, and who reads
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    URI endpoint = URI.create(args[0]);
    SmallArray array = new SmallArray(Integer.parseInt(args[1]));
    ColdRead times =
        args[2].equals(OURS)
            ? ours(endpoint, array, start)
            : bare(Bare.valueOf(args[2]), endpoint, array, start);
    System.out.printf(Locale.ROOT, "%f %f %f%n", times.client, times.open, times.read);
    // Whatever threads a client leaves.
    System.exit(0);
  }

  private static ColdRead ours(URI endpoint, SmallArray array, long start) throws Exception {
    try (S3Store store = Ours.builder(endpoint).build()) {
      long built = System.nanoTime();
      ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
      long open = System.nanoTime();
      array.read(opened);
      return of(start, built, open, System.nanoTime());
    }
  }

  private static ColdRead bare(Bare bare, URI endpoint, SmallArray array, long start) {
    try (BareClient client = bare.open(endpoint, 256)) {
      long built = System.nanoTime();
      client.getAll(array.keys());
      return of(start, built, built, System.nanoTime());
    }
  }

  private static ColdRead of(long start, long built, long open, long end) {
    return new ColdRead((built - start) / 1e9, (open - built) / 1e9, (end - open) / 1e9);
  }

  /** Runs a fresh JVM for each round. */
  static ColdRead median(Lab lab, String who) throws IOException {
    List<ColdRead> reads = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_ROUNDS, lab.scale().rounds()); i++) {
      Process process =
          ChildJvm.start(
              List.of(),
              ColdRead.class,
              lab.endpoint().toString(),
              Integer.toString(lab.scale().smallChunks()),
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
    String[] parts = line.split(" ", -1);
    return new ColdRead(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
  }

  double total() {
    return client + open + read;
  }

  String[] cells(String name, String required, String held) {
    return new String[] {
      name,
      Report.format("%.2f", client),
      Report.format("%.2f", open),
      Report.format("%.2f", read),
      Report.format("%.2f", total()),
      required,
      held
    };
  }
}
