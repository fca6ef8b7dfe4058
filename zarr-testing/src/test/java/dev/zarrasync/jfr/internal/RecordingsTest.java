package dev.zarrasync.jfr.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.ChildJvm;
import dev.zarrasync.faults.Futures;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.testing.FlightRecording;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {

  /** Reads a file that is missing. */
  static final class Reader {
    public static void main(String[] args) throws Exception {
      try (FileStore store = FileStore.at(Path.of("").toAbsolutePath())) {
        System.out.println(Futures.value(store.get("missing")));
      }
    }
  }

  @Test
  void nothingIsWantedWhileNothingIsRecorded() {
    assertThat(Recordings.wantRequests()).isFalse();
    try (FlightRecording recording = FlightRecording.start()) {
      assertThat(recording).isNotNull();
      assertThat(Recordings.wantRequests()).isTrue();
      assertThat(Recordings.wantDecodes()).isTrue();
      assertThat(Recordings.wantReads()).isTrue();
    }
    assertThat(Recordings.wantReads()).isFalse();
  }

  @Test
  void aRuntimeWithoutFlightRecorderReadsAllTheSame(@TempDir Path directory) throws Exception {
    ChildJvm child = ChildJvm.run(Reader.class, directory, "--limit-modules=java.base");
    assertThat(child.output()).contains("Missing");
    assertThat(child.exitCode()).isZero();
  }
}
