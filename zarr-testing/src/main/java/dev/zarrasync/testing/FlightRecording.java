package dev.zarrasync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of our events, in this JVM. */
public final class FlightRecording implements AutoCloseable {

  private final Recording recording = new Recording();

  private FlightRecording() {}

  /** Starts to record. */
  public static FlightRecording start() {
    FlightRecording started = new FlightRecording();
    started.recording.start();
    return started;
  }

  /**
   * Returns what was recorded so far, in the order of the starts.
   *
   * @param name the last part of the events' name
   */
  public List<RecordedEvent> events(String name) throws IOException {
    Path file = Files.createTempFile("zarrasync", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("dev.zarrasync." + name))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
