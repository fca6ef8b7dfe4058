package dev.zarrasync.integration.bench;

import java.net.URI;

/**
 * Where workloads run.
 *
 * @param server what they read from
 * @param scale how large they are
 * @param report what they print to
 */
record Lab(ServerProcess server, Scale scale, Report report) {

  Race race() {
    return new Race(server, scale.warmUps(), scale.rounds());
  }

  URI endpoint() {
    return server.endpoint();
  }
}
