package dev.zarrasync.http;

import dev.zarrasync.fetch.LargeObjects;
import dev.zarrasync.store.GetOptions;
import org.eclipse.jetty.http.HttpVersion;

/**
 * Says which objects to get over HTTP/1.1 of a server that speaks HTTP/2: large ones, because a
 * body that has a connection of its own takes the processor less time than one in frames. If the
 * server turns out not to speak HTTP/1.1, there are none. Safe for use by many threads.
 */
final class LargeBodies {

  /** What is shorter gains less than what many requests in flight over few connections gain. */
  private static final int LARGE = 1 << 20;

  private final LargeObjects known = new LargeObjects(LARGE);
  private volatile boolean http2;
  private volatile boolean http1;
  private volatile boolean refused;

  /** Says whether to get an object over HTTP/1.1. */
  boolean goOverHttp1(String key, GetOptions options) {
    return http2 && !refused && known.expectedLength(key, options) != LargeObjects.NOT_LARGE;
  }

  /** Hears of an answer of the store's server. */
  void answered(HttpVersion version) {
    if (version == HttpVersion.HTTP_2) {
      http2 = true;
    } else {
      http1 = true;
    }
  }

  /** Learns the size of an object, in bytes, where there is a choice. */
  void found(String key, long size) {
    if (http2) {
      known.found(key, size);
    }
  }

  /**
   * Hears that a request over HTTP/1.1 has no answer.
   *
   * @return whether to send it over HTTP/2: none over HTTP/1.1 ever had one
   */
  boolean isRefused() {
    refused = refused || !http1;
    return refused;
  }
}
