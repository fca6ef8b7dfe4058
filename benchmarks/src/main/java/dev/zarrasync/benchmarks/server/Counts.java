package dev.zarrasync.benchmarks.server;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the server saw.
 *
 * @param gets how many objects or ranges it was asked for
 * @param lists for how many listing pages
 * @param others for anything else
 * @param connections on how many connections
 * @param peakInFlight how many requests waited for their answer's end at once, at most
 * @param cpuMillis how much processor time the server has used since its start
 */
public record Counts(
    int gets, int lists, int others, int connections, int peakInFlight, long cpuMillis) {

  /**
   * Counts requests of all kinds.
   *
   * @return how many there were
   */
  public int requests() {
    return gets + lists + others;
  }

  static Counts parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Counts(
        number(properties, "GET"),
        number(properties, "LIST"),
        number(properties, "HEAD") + number(properties, "PUT") + number(properties, "DELETE"),
        number(properties, "connections"),
        number(properties, "peak"),
        number(properties, "cpu"));
  }

  private static int number(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name, "0"));
  }
}
