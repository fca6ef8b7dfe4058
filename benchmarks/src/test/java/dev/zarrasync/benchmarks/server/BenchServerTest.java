package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The benchmark's server, as our store sees it. */
class BenchServerTest {

  private static final byte[] LARGE = new byte[100_000];

  private static ServerProcess server;
  private static S3Store store;

  @BeforeAll
  static void start() throws Exception {
    new SplittableRandom(1).nextBytes(LARGE);
    server = ServerProcess.startS3();
    store = builder().build();
    store.put("a/small", "0123456789".getBytes(UTF_8)).join();
    store.put("a/large", LARGE).join();
    store.put("b", new byte[0]).join();
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Test
  void anObjectIsWhatWasPut() {
    assertThat(bytes("a/small", ByteRange.ALL)).isEqualTo("0123456789".getBytes(UTF_8));
    assertThat(bytes("a/large", ByteRange.ALL)).isEqualTo(LARGE);
    assertThat(bytes("b", ByteRange.ALL)).isEmpty();
  }

  @Test
  void theServerForgetsWhatStartsWithAPrefixAndNoMore() throws Exception {
    store.put("forgotten/large", LARGE).join();
    server.forget("forgotten/");
    store.put("kept", LARGE).join();
    assertThat(store.get("forgotten/large").join()).isInstanceOf(Fetched.Missing.class);
    assertThat(bytes("kept", ByteRange.ALL)).isEqualTo(LARGE);
    assertThat(bytes("a/large", ByteRange.ALL)).isEqualTo(LARGE);
    store.delete("kept").join();
  }

  @Test
  void anObjectMayHoldTheBytesThatEndTheHeadOfARequest() {
    byte[] ends = "a\r\n\r\nb\r\n\r\n".getBytes(UTF_8);
    store.put("ends", ends).join();
    assertThat(bytes("ends", ByteRange.ALL)).isEqualTo(ends);
    store.delete("ends").join();
  }

  @Test
  void aRangeIsThatPartOfIt() {
    assertThat(bytes("a/small", ByteRange.of(2, 3))).isEqualTo("234".getBytes(UTF_8));
    assertThat(bytes("a/small", ByteRange.suffix(2))).isEqualTo("89".getBytes(UTF_8));
    assertThat(bytes("a/large", ByteRange.of(99_999, 1))).containsExactly(LARGE[99_999]);
  }

  @Test
  void aKeyThatWasNotPutIsMissing() {
    assertThat(store.get("c").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aListingGoesOnWhereItsPageEnded() {
    assertThat(listed(ListRequest.all("").pageSize(1))).containsExactly("a/large", "a/small", "b");
    assertThat(listed(ListRequest.all("a/").startAfter("a/large"))).containsExactly("a/small");
  }

  @Test
  void aGroupedListingHasEachGroupOnce() {
    assertThat(listed(ListRequest.children("").pageSize(1))).containsExactly("a/", "b");
  }

  @Test
  void theServerCountsRequestsAndForgetsThemWhenTheyAreTaken() throws Exception {
    var unused = server.takeCounts();
    store.get("a/small").join();
    assertThat(server.takeCounts().gets()).isEqualTo(1);
    assertThat(server.takeCounts().gets()).isZero();
  }

  @Test
  void aServerAtItsCapacityRefusesMore() throws Exception {
    assertThat(failure("capacity=0&refuse=true")).isEqualTo(Kind.THROTTLED);
  }

  @Test
  void aServerAtItsCapacityHasMoreWait() throws Exception {
    server.trouble("capacity=1");
    CompletableFuture<Fetched> first = store.get("a/small");
    CompletableFuture<Fetched> second = store.get("b");
    assertThat(first.join()).isInstanceOf(Fetched.Found.class);
    assertThat(second.join()).isInstanceOf(Fetched.Found.class);
    server.trouble("");
  }

  @Test
  void anOutageResetsConnections() throws Exception {
    assertThat(failure("outage=100000")).isEqualTo(Kind.CONNECTION);
    server.trouble("");
    assertThat(store.get("b").join()).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void faultsAreOfEachKind() throws Exception {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int seed = 0; seed < 20; seed++) {
      kinds.add(failure("failing=1&seed=" + seed));
    }
    assertThat(kinds).contains(Kind.UNAVAILABLE, Kind.THROTTLED, Kind.CONNECTION);
  }

  private static S3StoreBuilder builder() {
    return S3Store.builder()
        .bucket(ServerProcess.BUCKET)
        .endpoint(server.endpoint(Protocol.S3))
        .region("us-east-1")
        .credentials("key", "secret")
        .cacheBytes(0);
  }

  private static Kind failure(String trouble) throws Exception {
    server.trouble(trouble);
    try (S3Store once = builder().maxAttempts(1).build()) {
      return ((StoreException)
              once.get("a/small").handle((value, error) -> StoreException.unwrap(error)).join())
          .kind();
    } finally {
      server.trouble("");
    }
  }

  private static List<String> listed(ListRequest request) {
    List<String> names = new ArrayList<>();
    for (ListRequest next = request; next != null; ) {
      ListPage page = store.list(next).join();
      names.addAll(page.prefixes());
      page.objects().forEach(object -> names.add(object.key()));
      next = page.next();
    }
    return names;
  }

  private static byte[] bytes(String key, ByteRange range) {
    return ((Fetched.Found) store.get(key, range).join()).bytes();
  }
}
