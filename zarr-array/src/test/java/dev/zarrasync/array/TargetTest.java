package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final JavaElements SHORTS =
      JavaElements.of(new DataType(DataType.Kind.SIGNED, 2, ByteOrder.LITTLE_ENDIAN));

  @Test
  void aNewArrayIsMadeByWhoNeedsItFirstAndOnce() {
    Target target = new Target(3, SHORTS);

    Object array = target.array();

    assertThat(array).isEqualTo(new short[3]);
    assertThat(target.array()).isSameAs(array);
    assertThat(target.isNew()).isTrue();
  }

  @Test
  void whatComesBeforeTheArrayIsThereRunsOnceItIs() {
    Target target = new Target(3, SHORTS);
    CompletableFuture<Object> seen = new CompletableFuture<>();

    assertThat(target.isThere(() -> seen.complete(target.array()))).isFalse();
    assertThat(seen).isNotDone();
    Object array = target.array();

    assertThat(seen.join()).isSameAs(array);
    assertThat(target.isThere(() -> {})).isTrue();
  }

  @Test
  void anArrayThatTheHeapHasNoRoomForIsTriedTwiceAndNoMore() {
    AtomicInteger tries = new AtomicInteger();
    Target target = new Target(3, new NoRoom(tries));
    CompletableFuture<Void> told = new CompletableFuture<>();
    assertThat(target.isThere(() -> told.complete(null))).isFalse();

    assertThatThrownBy(target::array).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(target::array).isInstanceOf(OutOfMemoryError.class);

    assertThat(tries).hasValue(2);
    told.join();
    assertThat(target.isThere(() -> {})).isTrue();
  }

  @Test
  void theArrayOfAReadThatIsOverIsHeldByItsCallerAlone() {
    Target target = new Target(3, SHORTS);
    WeakReference<Object> array = new WeakReference<>(target.take());
    target.close();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (array.get() != null) {
      assertThat(System.nanoTime()).as("collected in time").isLessThan(end);
      System.gc();
    }
    assertThat(target.isNew()).as("of a target that is still there").isTrue();
  }

  @Test
  void anArrayThatIsStillToBeTakenIsKeptThoughTheReadIsOver() {
    Target target = new Target(3, SHORTS);
    Object array = target.array();
    target.close();
    assertThat(target.take()).isSameAs(array);
  }

  private record NoRoom(AtomicInteger tries) implements JavaElements {
    @Override
    public Object newArray(int count) {
      tries.incrementAndGet();
      throw new OutOfMemoryError("as if");
    }

    @Override
    public int count(Object array) {
      return 0;
    }

    @Override
    public Chunk chunk(ByteBuffer raw) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Chunk filled(byte[] element, int count) {
      throw new UnsupportedOperationException();
    }
  }
}
