package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.benchmarks.bare.LargeArray.Codec;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.testing.WebServer.Speaks;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Small and large chunks from a web server, over HTTP/2 and HTTP/1.1, with TLS and without. */
final class OverHttp {

  private static final int FEW_CONNECTIONS = 4;
  private static final int MOST_CONNECTIONS = 8;
  private static final int HTTP1_CONNECTIONS = 16;
  private static final int SMALL_HTTP1_CONNECTIONS = 256;
  private static final double SMALL_LIMIT = 1.5;
  private static final double LARGE_LIMIT = 1 / 0.9;

  private final Lab lab;
  private final SmallArray small;
  private final LargeArray large;
  private final LargeArray blosc;

  OverHttp(Lab lab) {
    this.lab = lab;
    this.small = new SmallArray(lab.scale().smallChunks());
    this.large = large(Codec.NONE);
    this.blosc = large(Codec.BLOSC);
  }

  private LargeArray large(Codec codec) {
    return new LargeArray(codec, lab.scale().largeChunks(), lab.scale().largeSide());
  }

  void run() throws Exception {
    try (WebServerProcess server = WebServerProcess.start(lab.scale())) {
      for (boolean tls : List.of(false, true)) {
        new Field(server, tls).raceSmall(true);
        new Field(server, tls).raceSmall(false);
        if (!tls) {
          new Field(server, false).coldSmall();
        }
        new Field(server, tls).raceLarge();
      }
    }
  }

  /** The contestants of one race. */
  private final class Field {

    private final WebServerProcess server;
    private final boolean tls;
    private final URI http1;
    private final URI http2;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    Field(WebServerProcess server, boolean tls) {
      this.server = server;
      this.tls = tls;
      this.http1 = server.url(tls ? Speaks.TLS : Speaks.HTTP_1_1);
      this.http2 = server.url(tls ? Speaks.TLS : Speaks.H2C);
    }

    void raceSmall(boolean http2) throws Exception {
      List<String> keys = small.keys();
      String version = http2 ? "HTTP/2" : "HTTP/1.1";
      URI url = http2 ? this.http2 : http1;
      bare(
          "CRT, " + version,
          http2
              ? CrtBareClient.http2(url, FEW_CONNECTIONS)
              : CrtBareClient.http1(url, SMALL_HTTP1_CONNECTIONS),
          keys);
      HttpProtocol protocol = http2 ? HttpProtocol.HTTP_2 : HttpProtocol.HTTP_1_1;
      // With TLS it is negotiated.
      HttpStore store = ours(url, http2 && tls ? HttpProtocol.AUTO : protocol);
      ZarrArray array = JZarrs.openArray(store, SmallArray.PATH);
      add("ours: " + version + ", getItems", Kind.OURS, round -> getAll(store, keys));
      add("ours: " + version + ", ZarrArray.read", Kind.OURS, round -> small.read(array));
      Scale scale = lab.scale();
      List<Result> results =
          race(
              Report.format("%,d chunks of %d B", keys.size(), small.bytes() / keys.size()),
              scale.smallDelays().get(0),
              scale.smallWarmUps(),
              SMALL_LIMIT);
      if (http2) {
        int connections =
            results.stream()
                .filter(result -> result.contestant().kind() == Kind.OURS)
                .mapToInt(result -> result.counts().connections())
                .max()
                .orElseThrow();
        lab.report()
            .requirement(
                "at most " + MOST_CONNECTIONS + " connections over HTTP/2",
                connections <= MOST_CONNECTIONS);
      }
    }

    void coldSmall() throws Exception {
      lab.report().title("The same: the first and the second read of a fresh JVM, without TLS");
      Table table = ColdRead.table();
      cold(table, "bare: CRT, HTTP/2", http2, ColdRead.CRT_HTTP_2);
      cold(table, "ours: HTTP/2, ZarrArray.read", http2, ColdRead.HTTP_2);
      cold(table, "bare: CRT, HTTP/1.1", http1, Bare.RAW_CRT_HTTP.name());
      cold(table, "ours: HTTP/1.1, ZarrArray.read", http1, ColdRead.HTTP_1_1);
      lab.report().table(table);
    }

    private void cold(Table table, String name, URI url, String who) throws Exception {
      ColdRead.median(lab.scale(), url, who).addTo(table, name, "", "");
    }

    /** Bare clients do not decode: what is compared with them does not either. */
    void raceLarge() throws Exception {
      List<String> keys = large.keys();
      short[] buffer = large.newBuffer();
      bare("CRT, 16 HTTP/1.1", CrtBareClient.http1(http1, HTTP1_CONNECTIONS), keys);
      add("CRT, 8 HTTP/2", Kind.OTHER, CrtBareClient.http2(http2, MOST_CONNECTIONS), keys);
      HttpStore store = ours(http1, HttpProtocol.AUTO);
      add("ours: getItems", Kind.OURS, round -> getAll(store, keys));
      addRead("ours: ZarrArray.read", Kind.OURS, store, large, buffer);
      addRead("ours: ZarrArray.read, of Blosc", Kind.OTHER, store, blosc, buffer);
      HttpStore other = ours(http2, HttpProtocol.HTTP_2);
      add("ours: all over HTTP/2, getItems", Kind.OTHER, round -> getAll(other, keys));
      addRead("ours: all over HTTP/2, ZarrArray.read", Kind.OTHER, other, large, buffer);
      Scale scale = lab.scale();
      race(
          Report.format(
              "%,d chunks of %.2f MiB", keys.size(), large.bytes() / 1048576.0 / keys.size()),
          scale.largeDelay(),
          scale.warmUps(),
          LARGE_LIMIT);
    }

    private void bare(String name, BareClient client, List<String> keys) {
      add(name, Kind.BARE, client, keys);
    }

    private void add(String name, Kind kind, BareClient client, List<String> keys) {
      open.add(client);
      add("bare: " + name, kind, round -> client.getAll(keys));
    }

    private void addRead(String name, Kind kind, HttpStore store, LargeArray array, short[] buffer)
        throws Exception {
      ZarrArray opened = JZarrs.openArray(store, array.path());
      add(name, kind, round -> array.read(opened, buffer));
    }

    private void add(String name, Kind kind, Contestant.Task task) {
      contestants.add(new Contestant(name, kind, task));
    }

    /** A store as it comes, but for the cache. */
    private HttpStore ours(URI url, HttpProtocol protocol) {
      HttpStoreBuilder builder = HttpStore.builder().base(url).protocol(protocol).cacheBytes(0);
      HttpStore store = (tls ? builder.trustStore(server.trusted()) : builder).build();
      open.add(store);
      return store;
    }

    private List<Result> race(String what, Duration delay, int warmUps, double limit)
        throws Exception {
      lab.report()
          .title(
              Report.format(
                  "%s over HTTP %s, %d ms to the first byte",
                  what, tls ? "with TLS" : "without TLS", delay.toMillis()));
      List<Result> results = lab.race(server, delay, 0, warmUps).run(contestants);
      lab.report().race(results, limit);
      for (AutoCloseable each : open) {
        each.close();
      }
      return results;
    }
  }

  /** Forgets each as soon as it is there. */
  private static void getAll(HttpStore store, List<String> keys) {
    List<CompletableFuture<Void>> done =
        store.getItems(keys).values().stream().map(item -> item.thenAccept(got -> {})).toList();
    done.forEach(CompletableFuture::join);
  }
}
