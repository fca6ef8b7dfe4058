package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A run of a command line in this JVM.
 *
 * @param exitCode its exit code
 * @param bytes what it wrote to its output
 * @param err what it wrote to its error stream
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Run(int exitCode, byte[] bytes, String err) {

  static final ObjectMapper JSON = new ObjectMapper();

  static Run of(String... args) {
    return of(false, args);
  }

  static Run onTerminal(String... args) {
    return of(true, args);
  }

  private static Run of(boolean terminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(Console.of(out, err, terminal), args);
    return new Run(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns the output of a run that must succeed without a message. */
  static String text(String... args) {
    return succeeded(args).out();
  }

  static JsonNode json(String... args) throws IOException {
    return JSON.readTree(text(args));
  }

  static Run succeeded(String... args) {
    Run run = of(args);
    if (run.exitCode != 0 || !run.err.isEmpty()) {
      throw new AssertionError("Exit code " + run.exitCode + ": " + run.err);
    }
    return run;
  }

  String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
