package dev.zarrasync.integration.bench;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.integration.bench.Contestant.Kind;
import dev.zarrasync.integration.bench.LargeArray.Codec;
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
        new Field(server, tls).raceSmall();
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

    void raceSmall() throws Exception {
      List<String> keys = small.keys();
      bare("Jetty, 4 HTTP/2", JettyBareClient.http2(http2, FEW_CONNECTIONS), keys);
      // It has twice as many in flight.
      add("Jetty, 8 HTTP/2", Kind.OTHER, JettyBareClient.http2(http2, MOST_CONNECTIONS), keys);
      // With TLS it is negotiated.
      HttpStore store = ours(http2, tls ? HttpProtocol.AUTO : HttpProtocol.HTTP_2);
      ZarrArray array = JZarrs.openArray(store, SmallArray.PATH);
      add("ours: HTTP/2, getItems", Kind.OURS, round -> getAll(store, keys));
      add("ours: HTTP/2, ZarrArray.read", Kind.OURS, round -> small.read(array));
      HttpStore other = ours(http1, HttpProtocol.HTTP_1_1);
      add("ours: HTTP/1.1, getItems", Kind.OTHER, round -> getAll(other, keys));
      Scale scale = lab.scale();
      List<Result> results =
          race(
              Report.format("%,d chunks of %d B", keys.size(), small.bytes() / keys.size()),
              scale.smallDelays().get(0),
              scale.smallWarmUps(),
              SMALL_LIMIT);
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

    /** Bare clients do not decode: what is compared with them does not either. */
    void raceLarge() throws Exception {
      List<String> keys = large.keys();
      short[] buffer = large.newBuffer();
      bare("CRT, 16 HTTP/1.1", new CrtBareClient(http1, HTTP1_CONNECTIONS), keys);
      bare("Jetty, 16 HTTP/1.1", JettyBareClient.http1(http1, HTTP1_CONNECTIONS), keys);
      add("Jetty, 8 HTTP/2", Kind.OTHER, JettyBareClient.http2(http2, MOST_CONNECTIONS), keys);
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
