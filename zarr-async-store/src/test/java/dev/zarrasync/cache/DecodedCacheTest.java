package dev.zarrasync.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.store.Fetched.Found;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DecodedCacheTest {

  private static final int OVERHEAD = 128;

  private final List<Found> decoded = new ArrayList<>();
  private final DecodedCache cache = new DecodedCache(1 << 20);

  private static Found encoded() {
    return new Found(new byte[] {1}, 1, "etag");
  }

  private byte[] decode(Found encoded) {
    decoded.add(encoded);
    return new byte[1_000];
  }

  @Test
  void whatWasDecodedIsNotDecodedAgain() throws IOException {
    Found encoded = encoded();
    byte[] first = cache.get(encoded, this::decode);
    assertThat(cache.get(encoded, this::decode)).isSameAs(first);
    assertThat(decoded).hasSize(1);
    assertThat(cache.statistics())
        .isEqualTo(new CacheStatistics(1, 1, 0, 0, 0, 0, 1_000 + OVERHEAD));
  }

  @Test
  void anotherObjectIsAnotherChunkEvenIfItIsEqual() throws IOException {
    byte[] bytes = {1};
    cache.get(new Found(bytes, 1, "etag"), this::decode);
    cache.get(new Found(bytes, 1, "etag"), this::decode);
    assertThat(decoded).hasSize(2);
  }

  @Test
  void aFailureIsNotRemembered() throws IOException {
    Found encoded = encoded();
    IOException failure = new IOException("by hand");
    assertThatThrownBy(
            () ->
                cache.get(
                    encoded,
                    e -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(cache.get(encoded, this::decode)).hasSize(1_000);
  }

  @Test
  void noMoreThanItsBytesAreRemembered() throws IOException {
    DecodedCache small = new DecodedCache(10_000);
    List<Found> chunks = IntStream.range(0, 20).mapToObj(i -> encoded()).toList();
    for (Found chunk : chunks) {
      small.get(chunk, this::decode);
    }
    assertThat(small.statistics())
        .as("eight fit in")
        .isEqualTo(
            new CacheStatistics(0, 20, 0, 0, 12, 12 * (1_000 + OVERHEAD), 8 * (1_000 + OVERHEAD)));
  }

  @Test
  void whatIsTooLargeOrNeedsNoDecodingIsNotRemembered() throws IOException {
    Found encoded = encoded();
    assertThat(cache.get(encoded, Found::bytes)).isSameAs(encoded.bytes());
    DecodedCache none = new DecodedCache(0);
    none.get(encoded, this::decode);
    none.get(encoded, this::decode);

    assertThat(decoded).hasSize(2);
    assertThat(cache.statistics().bytes()).isZero();
    assertThat(none.statistics()).isEqualTo(new CacheStatistics(0, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void whoDecodesAtTheSameMomentGetsTheSameArray() throws IOException {
    Found encoded = encoded();
    List<byte[]> other = new ArrayList<>();
    byte[] late =
        cache.get(
            encoded,
            e -> {
              other.add(cache.get(e, this::decode)); // Another thread is faster.
              return decode(e);
            });
    assertThat(late).isSameAs(other.get(0));
    assertThat(decoded).hasSize(2);
  }

  @Test
  @Timeout(60)
  void whatWasDecodedOfAChunkThatIsGoneGoesWithIt() throws IOException {
    WeakReference<Found> gone = decodeAndForget();
    while (gone.get() != null || cache.statistics().bytes() > 0) {
      System.gc();
    }
    assertThat(cache.statistics().evictions()).isZero();
  }

  private WeakReference<Found> decodeAndForget() throws IOException {
    Found encoded = encoded();
    cache.get(encoded, e -> new byte[1_000]);
    return new WeakReference<>(encoded);
  }

  @Test
  void refusesANegativeSize() {
    assertThatThrownBy(() -> new DecodedCache(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes is -1");
  }
}
