package dev.zarrasync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.StoreException.Kind;
import org.junit.jupiter.api.Test;

/** What failures of the client mean that a server cannot be made to cause each time. */
class FailureTest {

  @Test
  void whatAConnectionRefusesThatIsBeingClosedMaySucceedOnAnother() {
    // Jetty's HTTP2Session says so between the moment it closes and its removal from the pool.
    Exception closed = new IllegalStateException("session closed");

    assertThat(Failure.isOfConnection(closed)).isTrue();
    assertThat(Failure.of(closed, false).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(Failure.of(closed, false).problem()).contains("no connection", "session closed");
  }

  @Test
  void anErrorOfTheJvmOrOfTheClientIsNotTheServers() {
    assertThat(Failure.of(new OutOfMemoryError("heap"), false).kind()).isEqualTo(Kind.OTHER);
    // As where a connection loses what it has received: it must not pass unseen.
    assertThat(Failure.of(new IllegalArgumentException("newPosition > limit"), false).kind())
        .isEqualTo(Kind.OTHER);
  }
}
