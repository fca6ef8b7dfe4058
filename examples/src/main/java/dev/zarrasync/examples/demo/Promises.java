package dev.zarrasync.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** What the demo must show on every machine: values and requests, but not how long they take. */
final class Promises {

  private Promises() {}

  /** Lists the promises that a result breaks. */
  static List<String> broken(Result result, Scale scale) {
    List<String> broken = new ArrayList<>();
    Requests requests = result.requests();
    int chunks = result.chunks();
    check(result.equal(), "the values are not those that were written", broken);
    check(requests.heads() == 0, "there are HEADs", broken);
    check(
        result.peakInFlight() <= result.way().maxInFlight(scale),
        "more requests are in flight than allowed",
        broken);
    check(requests.distinctChunks() == chunks, "not every chunk was asked for", broken);
    if (result.way() == Way.EXACT) {
      check(requests.chunkGets() == chunks, "a chunk was asked for twice", broken);
      check(requests.lists() <= 2, "there are more LISTs than pages of keys", broken);
    }
    return broken.stream()
        .map(b -> result.dataset().path() + ", " + result.way().title() + ": " + b)
        .toList();
  }

  private static void check(boolean kept, String problem, List<String> broken) {
    if (!kept) {
      broken.add(problem);
    }
  }
}
