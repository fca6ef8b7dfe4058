package dev.zarrasync.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a command writes.
 *
 * @param out the output, for bytes
 * @param text the output, for text: to be flushed before bytes are written
 * @param err for messages and progress
 * @param terminal whether somebody looks at {@code err}
 */
record Console(OutputStream out, PrintWriter text, PrintWriter err, boolean terminal) {

  static Console of(OutputStream out, OutputStream err, boolean terminal) {
    return new Console(
        out,
        new PrintWriter(out, false, StandardCharsets.UTF_8),
        new PrintWriter(err, true, StandardCharsets.UTF_8),
        terminal);
  }

  static Console ofSystem() {
    // What a terminal shows; -Dfile.encoding and JDK 18 changed the default.
    Charset charset =
        Charset.forName(System.getProperty("native.encoding", Charset.defaultCharset().name()));
    return new Console(
        System.out,
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false),
        new PrintWriter(new OutputStreamWriter(System.err, charset), true),
        isTerminal());
  }

  // Null without a terminal in JDK 22 to 24, too: main sets jdk.console=java.base.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null && isTerminal(Path.of("/proc/self/fd/2"));
  }

  /** The JDK looks at input and output only; Linux tells of errors. */
  private static boolean isTerminal(Path file) {
    try {
      return file.toRealPath().toString().matches("/dev/(pts/|tty|console).*");
    } catch (IOException e) {
      return true;
    }
  }
}
