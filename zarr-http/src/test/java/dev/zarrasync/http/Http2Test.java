package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.HandAdmission;
import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.Certificate;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only HTTP/2 has: many requests on a connection, streams that end early, and windows. */
class Http2Test extends TransportFixture {

  private static final byte[] BYTES = "0123456789".getBytes(UTF_8);

  // --------------------------------------------------------------------------------- Connections

  @Test
  void oneRequestAfterTheOtherNeedsOneConnection() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));
    server.put("/a", BYTES);
    HttpStore store = opened(OnWebServer.store(server, "").cacheBytes(0).build());

    for (int i = 0; i < 50; i++) {
      value(store.get("a"));
    }

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.requests()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource(
      value = Speaks.class,
      names = {"TLS", "H2C"})
  void tenThousandRequestsNeedEightConnections(Speaks speaks) throws Exception {
    WebServer server = opened(WebServer.start(speaks));
    List<String> keys = IntStream.range(0, 10_000).mapToObj(i -> "c/" + i).toList();
    keys.forEach(key -> server.put("/" + key, key.getBytes(UTF_8)));
    HttpStore store =
        opened(OnWebServer.store(server, "").maxInFlight(10_000).maxAttempts(1).build());

    var items = store.getItems(keys);

    for (var item : items.entrySet()) {
      Found found = (Found) value(item.getValue());
      assertThat(new String(found.bytes(), UTF_8)).isEqualTo(item.getKey());
    }
    assertThat(server.requests()).isEqualTo(10_000);
    assertThat(server.connections()).isEqualTo(8);
  }

  @Test
  void overHttp1ThereAreMoreConnectionsAndABound() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.HTTP_1_1));
    server.answerAfter(Duration.ofMillis(20));
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());
    List<String> keys = IntStream.range(0, 1_000).mapToObj(i -> "c/" + i).toList();

    for (CompletableFuture<Fetched> item : store.getItems(keys).values()) {
      assertThat(value(item)).isEqualTo(Fetched.MISSING);
    }

    assertThat(server.requests()).isEqualTo(1_000);
    assertThat(server.connections()).isEqualTo(256);
  }

  // ------------------------------------------------------------------------- Streams that end
  // early

  @Test
  void whatAGoAwayLeavesOutIsSentAgain() throws Exception {
    AtomicInteger sessions = new AtomicInteger();
    WebServer server =
        raw(
            stream -> {
              if (stream.getId() == 401) {
                sessions.incrementAndGet();
                GoAwayFrame enough = new GoAwayFrame(401, ErrorCode.NO_ERROR.code, null);
                ((HTTP2Session) stream.getSession()).goAway(enough, Callback.NOOP);
              }
              if (stream.getId() <= 401) {
                answer(stream, BYTES);
              }
            });
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());

    for (CompletableFuture<Fetched> get : gets(store, 5_000)) {
      assertThat(((Found) value(get)).bytes()).isEqualTo(BYTES);
    }

    assertThat(sessions.get()).isGreaterThanOrEqualTo(17);
  }

  @Test
  void aRefusedStreamIsSentAgain() throws Exception {
    AtomicInteger streams = new AtomicInteger();
    WebServer server =
        raw(
            stream -> {
              if (streams.incrementAndGet() % 3 == 0) {
                refuse(stream);
              } else {
                answer(stream, BYTES);
              }
            });
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());

    for (CompletableFuture<Fetched> get : gets(store, 1_000)) {
      assertThat(((Found) value(get)).bytes()).isEqualTo(BYTES);
    }

    assertThat(streams.get()).isGreaterThan(1_400);
  }

  @Test
  void aServerThatRefusesEverythingIsNotAskedForever() throws Exception {
    AtomicInteger streams = new AtomicInteger();
    WebServer server =
        raw(
            stream -> {
              streams.incrementAndGet();
              refuse(stream);
            });
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());

    StoreException failure = failure(store.get("a"));

    assertThat(failure.kind().isTransient()).isTrue();
    assertThat(streams.get()).isEqualTo(17);
  }

  @Test
  void aBodyThatIsResetFails() throws Exception {
    WebServer server =
        raw(
            stream ->
                stream
                    .headers(head(stream, BYTES.length))
                    .thenCompose(s -> s.data(data(s, new byte[4], false)))
                    .thenAccept(s -> reset(s, ErrorCode.INTERNAL_ERROR)));
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());

    StoreException failure = failure(store.get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("broke off").hasMessageContaining("of 10 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11})
  void aBodyOfAnotherLengthThanAnnouncedFails(int length) throws Exception {
    WebServer server =
        raw(
            stream ->
                stream
                    .headers(head(stream, BYTES.length))
                    .thenCompose(s -> s.data(data(s, new byte[length], true))));
    // The client resets such a stream, and tells no one.
    Duration timeout = Duration.ofSeconds(1);
    HttpStore store =
        opened(OnWebServer.store(server, "").maxAttempts(1).requestTimeout(timeout).build());

    assertThat(failure(store.get("a")).kind().isTransient()).isTrue();
  }

  @Test
  void aCancelResetsTheStream() throws Exception {
    CompletableFuture<Integer> reset = new CompletableFuture<>();
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    WebServer server =
        raw(
            stream -> arrived.complete(null),
            new Stream.Listener() {
              @Override
              public void onReset(Stream stream, ResetFrame frame, Callback callback) {
                reset.complete(frame.getError());
                callback.succeeded();
              }
            });
    HttpStore store = opened(OnWebServer.store(server, "").build());
    CompletableFuture<Fetched> get = store.get("a");
    value(arrived);

    get.cancel(true);

    assertThat(value(reset)).isEqualTo(ErrorCode.CANCEL_STREAM_ERROR.code);
  }

  @Test
  void aFloodOfHeadersIsRefused() throws Exception {
    HttpFields.Mutable flood = HttpFields.build().put(HttpHeader.CONTENT_LENGTH, 0);
    IntStream.range(0, 200).forEach(i -> flood.add("x-" + i, "x".repeat(1_000)));
    WebServer server =
        raw(
            stream ->
                stream.headers(
                    new HeadersFrame(
                        stream.getId(),
                        new MetaData.Response(200, null, HttpVersion.HTTP_2, flood),
                        null,
                        true)));
    HttpStore store = opened(OnWebServer.store(server, "").maxAttempts(1).build());

    assertThat(failure(store.get("a")).kind().isTransient()).isTrue();
  }

  // ------------------------------------------------------------------------------------- Windows

  @Test
  void aLargeBodyArrivesWhole() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));
    byte[] large = new byte[40 << 20];
    new Random(1).nextBytes(large);
    server.put("/large", large);
    HttpStore store = opened(OnWebServer.store(server, "").build());

    assertThat(((Found) value(store.get("large"))).bytes()).isEqualTo(large);
  }

  @Test
  void bodiesThatWaitForAdmissionHoldUpNoOther() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.H2C));
    byte[] body = new byte[1 << 20];
    server.put("/a", body);
    // Two connections with room for 128 requests each.
    HttpTransport transport =
        transport(new HttpAddress(server.url(), "", List.of()), Version.HTTP_2);
    HandAdmission admission = new HandAdmission();
    List<CompletableFuture<Fetched>> gets = new ArrayList<>();
    List<HandAdmission.Asked> waiting = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      gets.add(transport.get("a", GetOptions.ALL, admission));
      waiting.add(admission.next());
    }

    for (int i = 0; i < 30; i++) {
      assertThat(((Found) value(transport.get("a"))).bytes()).hasSize(body.length);
    }

    assertThat(gets).noneMatch(CompletableFuture::isDone);
    waiting.forEach(HandAdmission.Asked::admit);
    for (CompletableFuture<Fetched> get : gets) {
      assertThat(((Found) value(get)).bytes()).hasSize(body.length);
    }
  }

  // ---------------------------------------------------------------------------- Large bodies

  private static final byte[] LARGE = new byte[1 << 20];

  @Test
  void largeAndSmallBodiesShareAConnection() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));
    server.put("/large/0", LARGE);
    server.put("/large/1", LARGE);
    server.put("/small/1", BYTES);
    HttpStore store = opened(OnWebServer.store(server, "").cacheBytes(0).build());

    assertThat(versionOf(server, store, "large/0", GetOptions.ALL)).isEqualTo("HTTP/2.0");
    assertThat(versionOf(server, store, "large/1", GetOptions.ALL)).isEqualTo("HTTP/2.0");
    assertThat(versionOf(server, store, "small/1", GetOptions.ALL)).isEqualTo("HTTP/2.0");
    GetOptions listed = GetOptions.ALL.expectedSize(LARGE.length);
    assertThat(versionOf(server, store, "large/0", listed)).isEqualTo("HTTP/2.0");
    GetOptions little = GetOptions.of(ByteRange.of(5, 10));
    assertThat(versionOf(server, store, "large/1", little)).isEqualTo("HTTP/2.0");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void largeBodiesComeOverHttp2WhereThatIsAskedFor() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));

    assertThat(versionsOfLarge(server, OnWebServer.store(server, "").protocol(HttpProtocol.HTTP_2)))
        .containsOnly("HTTP/2.0");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void largeBodiesComeOverHttp2OfAServerThatSpeaksNothingElse() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS, tls("h2")));

    assertThat(versionsOfLarge(server, OnWebServer.store(server, "").maxAttempts(1)))
        .containsOnly("HTTP/2.0");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aServerThatSpeaksHttp1AloneHasNoOtherConnectionsForLargeBodies() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS, tls("http/1.1")));

    assertThat(versionsOfLarge(server, OnWebServer.store(server, "").maxConnections(1)))
        .containsOnly("HTTP/1.1");
    assertThat(server.connections()).isEqualTo(1);
  }

  private List<String> versionsOfLarge(WebServer server, HttpStoreBuilder builder)
      throws Exception {
    server.put("/large", LARGE);
    HttpStore store = opened(builder.cacheBytes(0).build());
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      versions.add(versionOf(server, store, "large", GetOptions.ALL));
    }
    return versions;
  }

  private static String versionOf(WebServer server, HttpStore store, String key, GetOptions options)
      throws Exception {
    assertThat(value(store.get(key, options))).isInstanceOf(Found.class);
    return server.lastVersion();
  }

  /** Offers one protocol by ALPN, and nothing to a client that does not ask. */
  private static ConnectionFactory[] tls(String protocol) {
    HttpConfiguration config = new HttpConfiguration();
    return new ConnectionFactory[] {
      WebServer.tls(Certificate.LOCALHOST),
      new ALPNServerConnectionFactory(protocol),
      protocol.equals("h2")
          ? new HTTP2ServerConnectionFactory(config)
          : new HttpConnectionFactory(config)
    };
  }

  // ------------------------------------------------------------------------------------- Helpers

  private static List<CompletableFuture<Fetched>> gets(HttpStore store, int count) {
    return IntStream.range(0, count).mapToObj(i -> store.get("c/" + i)).toList();
  }

  private WebServer raw(Consumer<Stream> behaviour) throws Exception {
    return raw(behaviour, new Stream.Listener() {});
  }

  /** A server that does with each request what a test wants. */
  private WebServer raw(Consumer<Stream> behaviour, Stream.Listener listener) throws Exception {
    ServerSessionListener sessions =
        new ServerSessionListener() {
          @Override
          public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
            behaviour.accept(stream);
            return listener;
          }
        };
    var http2 = new RawHTTP2ServerConnectionFactory(new HttpConfiguration(), sessions, "h2c");
    // It would close a connection on which it resets many streams.
    http2.setRateControlFactory(new RateControl.Factory() {});
    return opened(WebServer.start(Speaks.H2C, http2));
  }

  private static void answer(Stream stream, byte[] body) {
    stream
        .headers(head(stream, body.length))
        .thenCompose(answered -> answered.data(data(answered, body, true)));
  }

  private static HeadersFrame head(Stream stream, int length) {
    HttpFields fields = HttpFields.build().put(HttpHeader.CONTENT_LENGTH, length);
    MetaData.Response head = new MetaData.Response(200, null, HttpVersion.HTTP_2, fields);
    return new HeadersFrame(stream.getId(), head, null, false);
  }

  private static DataFrame data(Stream stream, byte[] bytes, boolean last) {
    return new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), last);
  }

  private static void refuse(Stream stream) {
    reset(stream, ErrorCode.REFUSED_STREAM_ERROR);
  }

  private static void reset(Stream stream, ErrorCode error) {
    stream.reset(new ResetFrame(stream.getId(), error.code), Callback.NOOP);
  }
}
