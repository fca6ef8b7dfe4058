package dev.zarrasync.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.Futures;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.testing.FlightRecording;
import java.nio.file.Path;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedOperationTest {

  @Test
  void eachReadOfAFileIsARequest(@TempDir Path root) throws Exception {
    try (FlightRecording recording = FlightRecording.start();
        FileStore store = FileStore.at(root)) {
      Futures.value(store.put("a", new byte[3]));
      Futures.value(store.get("a", ByteRange.from(1)));
      Futures.value(store.get("b"));
      Futures.value(store.list(ListRequest.all("")));
      assertThat(Futures.failure(store.get("a", ByteRange.from(9)))).isNotNull();

      assertThat(recording.events("Request"))
          .extracting(RecordedOperationTest::text)
          .containsExactly(
              "GET a 1- FOUND 2",
              "GET b  MISSING 0",
              "LIST   DONE 0",
              "GET a 9- UNSATISFIABLE_RANGE 0");
    }
  }

  private static String text(RecordedEvent event) {
    return "%s %s %s %s %d"
        .formatted(
            event.getString("method"),
            event.getString("key"),
            event.getString("range"),
            event.getString("outcome"),
            event.getLong("bytes"));
  }
}
