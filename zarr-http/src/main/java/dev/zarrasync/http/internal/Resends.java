package dev.zarrasync.http.internal;

import dev.zarrasync.http.internal.NoAnswer.Scope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when a request is sent again because its connection has ended, and not because the server
 * failed: by a GOAWAY (RFC 9113, section 6.8), or because the server closed it while the request
 * was on its way; or because the server refused the stream (section 8.7).
 */
final class Resends {

  /** Servers close connections after a number of requests: now and then, not each time. */
  private static final int MOST = 16;

  /** A request waits for 2 to 16 ms before it is sent again, as a power of two. */
  private static final int MOST_WAITING = 4;

  private int count;

  /**
   * Says after which time to send a request again: the client may take the connection for alive a
   * moment longer.
   *
   * @param failure why there is no whole answer, or null if there is one
   * @return the time, or null if it is to fail
   */
  @Nullable Duration pause(@Nullable NoAnswer failure, boolean isHttp2, boolean hasHead) {
    boolean isRefused = failure != null && failure.scope() == Scope.STREAM && !hasHead;
    boolean isLeftOut = failure != null && failure.scope() == Scope.CONNECTION && isHttp2;
    return (isRefused || isLeftOut) && count++ < MOST
        ? Duration.ofMillis(1L << Math.min(count, MOST_WAITING))
        : null;
  }
}
