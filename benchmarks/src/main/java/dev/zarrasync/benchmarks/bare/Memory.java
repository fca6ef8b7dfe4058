package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.s3.S3Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a read takes above its payload, in a JVM of its own. */
final class Memory {

  private static final long MIB = 1 << 20;
  private static final long LIMIT_MIB = 64;
  private static final long PATIENCE_SECONDS = 30;
  private static final List<Integer> HEADROOMS_MIB =
      List.of(16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 80, 96, 128, 192, 256, 384, 512);

  private static final String PASSWORD = "password";

  private final Lab lab;
  private final Path trusted;

  Memory(Lab lab) throws IOException {
    this.lab = lab;
    this.trusted = Files.createTempFile("trusted", ".p12");
  }

  void run() throws Exception {
    Scale scale = lab.scale();
    lab.server().answerAfter(Duration.ZERO, 0);
    try (S3Store store = Ours.open(lab.endpoint())) {
      new SmallArray(scale.smallChunks()).write(store);
      LargeArray.blosc(scale.largeChunks(), scale.largeSide()).write(store);
    }
    Duration delay = scale.largeDelay();
    lab.server().answerAfter(delay, scale.bandwidth());
    lab.report()
        .title(
            Report.format(
                "Memory above the payload, %d ms, %d MB/s a connection of S3",
                delay.toMillis(), scale.bandwidth() / 1_000_000));
    lab.report()
        .line(
            "heap: the least fixed -Xmx in which the read succeeds, less the payload: it counts all"
                + " that lives in the JVM, the client's start included.%n"
                + "native: by how much the peak resident set grows during the read, over that after"
                + " a first chunk was read, with the heap touched before and C1 alone: it counts"
                + " buffers and threads, not loaded code.%n");
    Table table =
        new Table("who", "payload MiB", "heap", "native", "sum MiB", "read s", "required", "held");
    try (WebServerProcess web = WebServerProcess.start(scale)) {
      web.answerAfter(delay, 0);
      trust(web.trusted());
      for (MemoryRead.Who who : MemoryRead.Who.values()) {
        URI root = who.web == null ? lab.endpoint() : web.url(who.web);
        table.add(cells(who, least(who, root)));
      }
    }
    lab.report().table(table);
  }

  /** Says whom the JVMs that read are to trust. */
  private void trust(KeyStore certificates) throws Exception {
    try (OutputStream file = Files.newOutputStream(trusted)) {
      certificates.store(file, PASSWORD.toCharArray());
    }
    trusted.toFile().deleteOnExit();
  }

  private @Nullable Measured least(MemoryRead.Who who, URI root) throws Exception {
    for (int headroom : HEADROOMS_MIB) {
      Measured measured = measure(who, root, headroom);
      if (measured != null) {
        return measured;
      }
    }
    return null;
  }

  private record Measured(int headroomMiB, double nativeMiB, double seconds) {}

  private @Nullable Measured measure(MemoryRead.Who who, URI root, int headroomMiB)
      throws Exception {
    long heap = payload(who) / MIB + headroomMiB;
    List<String> options =
        List.of(
            "-Xms" + heap + "m",
            "-Xmx" + heap + "m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseG1GC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djavax.net.ssl.trustStore=" + trusted,
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    Process process =
        ChildJvm.quiet(
            options,
            MemoryRead.class,
            root.toString(),
            who.name(),
            Integer.toString(who.small ? lab.scale().smallChunks() : lab.scale().largeChunks()),
            Integer.toString(lab.scale().largeSide()));
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return null;
    }
    String line = lastLine(process);
    if (process.exitValue() != 0 || line == null) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    return new Measured(
        headroomMiB, Double.parseDouble(parts[0]) / 1024, Double.parseDouble(parts[1]));
  }

  private static @Nullable String lastLine(Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    process.inputReader().lines().forEach(lines::add);
    return lines.isEmpty() ? null : lines.get(lines.size() - 1);
  }

  private long payload(MemoryRead.Who who) {
    return who.small
        ? new SmallArray(lab.scale().smallChunks()).bytes()
        : LargeArray.blosc(lab.scale().largeChunks(), lab.scale().largeSide()).bytes();
  }

  private String[] cells(MemoryRead.Who who, @Nullable Measured least) {
    String required = (who.web == null ? "sum" : "heap") + " <= " + LIMIT_MIB;
    String payload = String.format(Locale.ROOT, "%.1f", payload(who) / (double) MIB);
    if (least == null) {
      return new String[] {who.title, payload, "", "", "none fits", "", required, "NO"};
    }
    double sum = least.headroomMiB + least.nativeMiB;
    double counted = who.web == null ? sum : least.headroomMiB;
    return new String[] {
      who.title,
      payload,
      Integer.toString(least.headroomMiB),
      Report.format("%.0f", least.nativeMiB),
      Report.format("%.0f", sum),
      Report.format("%.2f", least.seconds),
      required,
      Report.held(counted <= LIMIT_MIB)
    };
  }
}
