package dev.zarrasync.integration.bench;

import java.net.URI;
import java.time.Duration;

/**
 * Where workloads run.
 *
 * @param server what they read from
 * @param scale how large they are
 * @param report what they print to
 */
record Lab(ServerProcess server, Scale scale, Report report) {

  Race race(Duration delay, long bandwidth, int warmUps) {
    return new Race(server, new Race.Conditions(delay, bandwidth, warmUps, scale.rounds()));
  }

  URI endpoint() {
    return server.endpoint();
  }
}
