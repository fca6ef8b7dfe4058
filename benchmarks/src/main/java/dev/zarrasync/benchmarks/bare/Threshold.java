package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** From which size on parts pay: one GET for each object against the S3 CRT client. */
final class Threshold {

  private static final List<Integer> AT_ONCE = List.of(1, 4, 16);

  private static final int PART = 8 << 20;

  private final Lab lab;

  Threshold(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    lab.server().answerAfter(Duration.ZERO, 0);
    for (int mib : lab.scale().objectMiB()) {
      byte[] noise = new byte[mib << 20];
      new SplittableRandom(mib).nextBytes(noise);
      lab.server().put(key(mib), noise);
    }
    table(lab.scale().bandwidth());
    table(0);
  }

  private void table(long bandwidth) throws Exception {
    Duration delay = lab.scale().largeDelay();
    lab.report()
        .title(
            Report.format(
                "One GET, the S3 CRT client, or ranges of 8 MiB over CRT HTTP, %d ms, %s a connection: median s (CPU s)",
                delay.toMillis(), bandwidth == 0 ? "no limit" : bandwidth / 1_000_000 + " MB/s"));
    Race.Conditions conditions = new Race.Conditions(delay, bandwidth, 1, 3);
    Table table =
        new Table(
            "MiB", "at once", "CRT HTTP", "Netty", "S3 CRT", "ranges", "S3 CRT/one", "ranges/one");
    try (SdkBareClient crt = (SdkBareClient) Bare.SDK_CRT_HTTP.open(lab.endpoint(), 32);
        BareClient netty = Bare.SDK_NETTY.open(lab.endpoint(), 32);
        BareClient parts = Bare.S3_CRT.open(lab.endpoint(), 64)) {
      for (int mib : lab.scale().objectMiB()) {
        for (int count : AT_ONCE) {
          List<String> keys = Collections.nCopies(count, key(mib));
          List<Contestant> contestants = new ArrayList<>();
          for (BareClient client : List.of(crt, netty, parts)) {
            contestants.add(new Contestant("", Kind.BARE, round -> client.getAll(keys)));
          }
          contestants.add(new Contestant("", Kind.BARE, round -> ranges(crt, keys, mib << 20)));
          List<Result> results = new Race(lab.server(), conditions).run(contestants);
          table.add(
              Integer.toString(mib),
              Integer.toString(count),
              cell(results.get(0)),
              cell(results.get(1)),
              cell(results.get(2)),
              cell(results.get(3)),
              Report.format("%.2f", results.get(2).median() / results.get(0).median()),
              Report.format("%.2f", results.get(3).median() / results.get(0).median()));
        }
      }
    }
    lab.report().table(table);
  }

  /** What an engine can do that knows the sizes: ranges of each object, all at once. */
  private static void ranges(SdkBareClient client, List<String> keys, int size) {
    List<CompletableFuture<byte[]>> parts = new ArrayList<>();
    for (String key : keys) {
      for (int start = 0; start < size; start += PART) {
        parts.add(client.get(key, start, Math.min(size, start + PART)));
      }
    }
    parts.forEach(CompletableFuture::join);
  }

  private static String cell(Result result) {
    return Report.format("%.3f (%.2f)", result.median(), result.cpu());
  }

  private static String key(int mib) {
    return "object-" + mib;
  }
}
