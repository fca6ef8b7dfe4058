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
    assertThat(Failure.of(closed).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(Failure.of(closed).problem()).contains("no connection", "session closed");
  }

  @Test
  void whatTheClientFailsByItselfToReadMayComeRightTheNextTime() {
    // Seen where a connection was reset within a head.
    Exception clientsOwn = new IllegalArgumentException("newPosition > limit: (93 > 0)");

    assertThat(Failure.of(clientsOwn).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(Failure.of(clientsOwn).problem()).contains("newPosition > limit");
  }

  @Test
  void anErrorOfTheJvmIsNotTheServers() {
    assertThat(Failure.of(new OutOfMemoryError("heap")).kind()).isEqualTo(Kind.OTHER);
  }
}
