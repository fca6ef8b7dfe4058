package dev.zarrasync.cli.waterfall;

import dev.zarrasync.store.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of a read in this JVM. */
public final class ReadRecording implements AutoCloseable {

  private static final String REQUEST = "dev.zarrasync.Request";
  private static final String DECODE = "dev.zarrasync.Decode";
  private static final String READ = "dev.zarrasync.Read";

  private final Recording recording = new Recording();

  private ReadRecording() {}

  /**
   * Starts to record.
   *
   * @return the recording
   */
  public static ReadRecording start() {
    ReadRecording started = new ReadRecording();
    List.of(REQUEST, DECODE, READ).forEach(name -> started.recording.enable(name));
    started.recording.start();
    return started;
  }

  /**
   * Makes a waterfall of what was recorded so far.
   *
   * @param array the URL of the array
   * @param region what was read of it
   * @return the waterfall
   * @throws IOException if the recording cannot be read
   */
  public Waterfall waterfall(String array, String region) throws IOException {
    Map<String, List<RecordedEvent>> events = new HashMap<>();
    for (RecordedEvent event : events()) {
      events.computeIfAbsent(event.getEventType().getName(), name -> new ArrayList<>()).add(event);
    }
    List<RecordedEvent> requests = events.getOrDefault(REQUEST, List.of());
    Instant zero =
        requests.stream().map(RecordedEvent::getStartTime).min(Instant::compareTo).orElse(null);
    if (zero == null) {
      throw new IOException("No request was recorded");
    }
    List<Bar> bars = bars(requests, events.getOrDefault(DECODE, List.of()), zero);
    long end = bars.stream().mapToLong(Bar::end).max().orElse(0);
    List<RecordedEvent> reads = events.getOrDefault(READ, List.of());
    if (reads.isEmpty()) {
      return new Waterfall(array, region, 0, end, bars);
    }
    RecordedEvent read = reads.get(reads.size() - 1);
    long start = nanos(zero, read.getStartTime());
    return new Waterfall(array, region, start, nanos(zero, read.getEndTime()), bars);
  }

  private List<RecordedEvent> events() throws IOException {
    Path file = Files.createTempFile("zarrasync", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } finally {
      Files.delete(file);
    }
  }

  /** A decoded chunk belongs to what was found under its key: if in ranges, to the last of them. */
  private static List<Bar> bars(
      List<RecordedEvent> requests, List<RecordedEvent> decodings, Instant zero) {
    List<Bar> bars = new ArrayList<>();
    Map<String, Integer> found = new HashMap<>();
    for (RecordedEvent request : requests) {
      Bar bar = bar(request, zero);
      bars.add(bar);
      if (bar.outcome().equals("FOUND")) {
        int number = bars.size() - 1;
        found.merge(
            url(request), number, (a, b) -> bars.get(a).ended() > bars.get(b).ended() ? a : b);
      }
    }
    for (RecordedEvent decoding : decodings) {
      Integer number = found.get(url(decoding));
      if (number != null) {
        bars.set(number, bars.get(number).with(decoding(decoding, zero)));
      }
    }
    bars.sort(Comparator.comparingLong(Bar::sent));
    return List.copyOf(bars);
  }

  private static String url(RecordedEvent event) {
    return event.getString("store") + Keys.toUrlPath(event.getString("key"));
  }

  private static Bar bar(RecordedEvent event, Instant zero) {
    return new Bar(
        event.getString("method"),
        event.getString("key"),
        event.getString("range"),
        event.getInt("attempt"),
        event.getBoolean("hedge"),
        nanos(zero, event.getStartTime()),
        event.getDuration("queueTime").toNanos(),
        event.getDuration("waitTime").toNanos(),
        event.getDuration("holdTime").toNanos(),
        event.getDuration("receiveTime").toNanos(),
        event.getLong("bytes"),
        event.getString("outcome"),
        List.of());
  }

  private static Decoding decoding(RecordedEvent event, Instant zero) {
    return new Decoding(
        event.getThread() == null ? "?" : event.getThread().getJavaName(),
        nanos(zero, event.getStartTime()),
        event.getDuration().toNanos(),
        event.getLong("decodedBytes"));
  }

  private static long nanos(Instant zero, Instant time) {
    return Duration.between(zero, time).toNanos();
  }

  @Override
  public void close() {
    recording.close();
  }
}
