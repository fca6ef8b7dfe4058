package dev.zarrasync.integration.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
    server = ServerProcess.start();
    store = Ours.open(server.endpoint());
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
