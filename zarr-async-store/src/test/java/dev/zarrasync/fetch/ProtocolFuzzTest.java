package dev.zarrasync.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.fetch.internal.ListObjectsV2;
import dev.zarrasync.fetch.internal.RetryAfter;
import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Instant;

/** Any bytes as what a server says: they are understood as far as they are right, or refused. */
class ProtocolFuzzTest {

  private static final ListRequest REQUEST = ListRequest.children("a/").token("here");

  @FuzzTest
  void listObjectsV2(byte[] document) {
    ListPage page;
    try {
      page = ListObjectsV2.page(new MemoryStore(), REQUEST, document);
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE);
      return;
    }
    assertThat(page.objects())
        .allMatch(object -> object.key().startsWith("a/") && object.size() >= 0);
    assertThat(page.onlyKeys().objects()).allMatch(object -> Keys.problem(object.key()) == null);
    assertThat(page.prefixes()).allMatch(prefix -> prefix.startsWith("a/"));
    assertThat(page.next()).isNotEqualTo(REQUEST);
  }

  @FuzzTest
  void headers(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    ContentRange range = ContentRange.parse(header);
    if (range != null && range.answers(ByteRange.of(5, 5))) {
      assertThat(range.length()).isBetween(1L, 5L);
    }
    if (range != null && range.answers(ByteRange.suffix(7))) {
      assertThat(range.length()).isBetween(1L, 7L);
    }
    assertThat(RetryAfter.parse(header, Instant.EPOCH).isNegative()).isFalse();
    assertThat(StatusMeaning.of(header.hashCode()).problem()).isNotBlank();
  }
}
