package dev.zarrasync.integration.faults;

import java.net.URI;
import java.time.Duration;

/**
 * How a store gets at a server.
 *
 * @param trusted whether to trust the certificate of the tests
 * @param cacheBytes how much to remember
 * @param attempts how often to try
 * @param timeout how long each may take
 */
record Access(URI server, boolean trusted, long cacheBytes, int attempts, Duration timeout) {

  /** So few that an object of some MiB, if listed, is read in ranges. */
  static final long BYTES = 32L << 20;

  static final int REQUESTS = 64;

  /** Without a cache, so that reads are requests. */
  static Access to(URI server, int attempts, Duration timeout) {
    return new Access(server, true, 0, attempts, timeout);
  }
}
