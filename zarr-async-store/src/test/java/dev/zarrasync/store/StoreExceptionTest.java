package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StoreExceptionTest {

  private final MemoryStore store = new MemoryStore();

  @Test
  void theMessageNamesWhatFailedAndWhere() {
    StoreException failure =
        new StoreException(Kind.ACCESS_DENIED, store, "a b", "check the credentials", null);

    assertThat(failure)
        .hasMessage(
            "ACCESS_DENIED: check the credentials (key 'a b', URL %s, %s)"
                .formatted(store.url("a b"), store));
    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure.key()).isEqualTo("a b");
    assertThat(failure.url()).isEqualTo(store.url("a b"));
    assertThat(failure.store()).isEqualTo(store.toString());
    assertThat(failure.attempts()).isEqualTo(1);
  }

  @Test
  void countsAttempts() {
    StoreException once = new StoreException(Kind.TIMEOUT, store, "a", "no answer", null);

    StoreException thrice = once.afterAttempts(3);

    assertThat(thrice.attempts()).isEqualTo(3);
    assertThat(thrice).hasMessageStartingWith("TIMEOUT after 3 attempts: no answer").hasCause(once);
    assertThat(thrice.afterAttempts(3)).isSameAs(thrice);
    assertThat(once.afterAttempts(1)).isSameAs(once);
  }

  @Test
  void aKeyIsCheckedByItsRules() {
    assertThat(StoreException.ifInvalid(store, "a/b")).isNull();
    assertThat(StoreException.ifInvalid(store, "a//b"))
        .isNotNull()
        .hasMessageStartingWith("INVALID_KEY: not a key: it has an empty segment (key 'a//b'");
  }

  @Test
  void whatASecondRequestMayHealIsTransient() {
    assertThat(Kind.values())
        .filteredOn(Kind::isTransient)
        .containsExactlyInAnyOrder(
            Kind.THROTTLED, Kind.UNAVAILABLE, Kind.TIMEOUT, Kind.CONNECTION, Kind.BAD_RESPONSE);
  }

  @Test
  void isFoundInWhatFuturesWrapItIn() {
    StoreException failure = new StoreException(Kind.TIMEOUT, store, "a", "no answer", null);
    CompletionException derived = new CompletionException(failure);

    assertThat(StoreException.unwrap(new ExecutionException(derived))).isSameAs(failure);
    assertThat(StoreException.unwrap(failure)).isSameAs(failure);
    ExecutionException empty = new ExecutionException(null);
    assertThat(StoreException.unwrap(empty)).isSameAs(empty);
  }

  @Test
  void canBeSerialized() throws Exception {
    StoreException failure = new StoreException(Kind.TIMEOUT, store, "a", "no answer", null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat((StoreException) in.readObject()).hasMessage(failure.getMessage());
    }
  }
}
