package dev.zarrasync.cli.waterfall;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.cli.waterfall.Bar.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A waterfall in the trace event format of Chrome, which Perfetto reads. Requests are in lanes, as
 * many as were in flight; decoding is on its threads.
 *
 * @param waterfall the waterfall
 */
public record ChromeTrace(Waterfall waterfall) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REQUESTS = 1;
  private static final int DECODING = 2;

  /**
   * Returns the trace.
   *
   * @return JSON
   * @throws IOException if it cannot be made
   */
  public String text() throws IOException {
    ObjectNode trace = JSON.createObjectNode().put("displayTimeUnit", "ms");
    ArrayNode events = trace.putArray("traceEvents");
    name(events, "process_name", REQUESTS, 0, "requests");
    name(events, "process_name", DECODING, 0, "decoding");
    addRequests(events);
    addDecodings(events);
    for (InFlight.Step step : InFlight.of(waterfall.bars()).steps()) {
      event(events, "C", "in flight", REQUESTS, 0, step.time())
          .putObject("args")
          .put("requests", step.count());
    }
    return JSON.writeValueAsString(trace);
  }

  private void addRequests(ArrayNode events) {
    List<Long> lanes = new ArrayList<>(); // Until when each is taken.
    for (Bar bar : waterfall.bars()) {
      int lane = 0;
      while (lane < lanes.size() && lanes.get(lane) > bar.sent()) {
        lane++;
      }
      if (lane == lanes.size()) {
        lanes.add(0L);
        name(events, "thread_name", REQUESTS, lane + 1, "lane " + (lane + 1));
      }
      lanes.set(lane, bar.ended());
      span(events, bar.method() + " " + bar.key(), REQUESTS, lane + 1, bar.sent(), bar.inFlight())
          .set("args", details(bar));
      for (Segment segment : bar.segments()) {
        if (segment.phase() != Phase.QUEUED && segment.phase() != Phase.DECODING) {
          span(events, segment.phase().label, REQUESTS, lane + 1, segment.start(), segment.nanos());
        }
      }
    }
  }

  private static ObjectNode details(Bar bar) {
    ObjectNode details = JSON.createObjectNode();
    details.put("key", bar.key()).put("range", bar.range()).put("bytes", bar.bytes());
    details.put("outcome", bar.outcome()).put("attempt", bar.attempt()).put("hedge", bar.hedge());
    return details.put("queued_us", bar.queued() / 1e3);
  }

  private void addDecodings(ArrayNode events) {
    Map<String, Integer> threads = new LinkedHashMap<>();
    for (Bar bar : waterfall.bars()) {
      for (Decoding decoding : bar.decodings()) {
        int thread = threads.computeIfAbsent(decoding.thread(), name -> threads.size() + 1);
        span(events, "decode " + bar.key(), DECODING, thread, decoding.start(), decoding.nanos())
            .putObject("args")
            .put("bytes", decoding.bytes());
      }
    }
    threads.forEach((name, number) -> name(events, "thread_name", DECODING, number, name));
  }

  private static ObjectNode span(
      ArrayNode events, String name, int process, int thread, long start, long nanos) {
    return event(events, "X", name, process, thread, start).put("dur", nanos / 1e3);
  }

  private static ObjectNode event(
      ArrayNode events, String type, String name, int process, int thread, long start) {
    return events
        .addObject()
        .put("ph", type)
        .put("name", name)
        .put("pid", process)
        .put("tid", thread)
        .put("ts", start / 1e3);
  }

  private static void name(ArrayNode events, String what, int process, int thread, String name) {
    event(events, "M", what, process, thread, 0).putObject("args").put("name", name);
  }
}
