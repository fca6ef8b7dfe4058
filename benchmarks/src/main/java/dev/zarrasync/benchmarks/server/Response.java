package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** An answer: what goes out from memory, and then perhaps a part of a file. */
final class Response {

  /** What becomes of the connection when the answer is out. */
  enum Afterwards {
    OPEN,
    CLOSED,
    RESET
  }

  private final ByteBuffer memory;
  private final @Nullable FileChannel file;
  private final long end;
  private final Afterwards afterwards;
  private long position;
  private long sent;

  private Response(
      ByteBuffer memory,
      @Nullable FileChannel file,
      long position,
      long end,
      Afterwards afterwards) {
    this.memory = memory;
    this.file = file;
    this.position = position;
    this.end = end;
    this.afterwards = afterwards;
  }

  /** Answers from memory. */
  static Response of(ByteBuffer memory) {
    return new Response(memory, null, 0, 0, Afterwards.OPEN);
  }

  /** Answers with a head, and a body that the kernel takes out of a file. */
  static Response of(ByteBuffer head, FileChannel file, long position, long length) {
    return new Response(head, file, position, position + length, Afterwards.OPEN);
  }

  /** Answers nothing, and resets the connection. */
  static Response reset() {
    return new Response(ByteBuffer.allocate(0), null, 0, 0, Afterwards.RESET);
  }

  /** The same without the last byte, after which the connection is closed. */
  Response brokenOff() {
    return file == null
        ? new Response(
            memory.slice(memory.position(), memory.remaining() - 1),
            null,
            position,
            end,
            Afterwards.CLOSED)
        : new Response(memory, file, position, end - 1, Afterwards.CLOSED);
  }

  /**
   * Writes the head of an answer.
   *
   * @param status for example {@code 200 OK}
   * @param headers each with its end of line
   */
  static ByteBuffer head(String status, String headers) {
    return ByteBuffer.wrap(("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
  }

  /**
   * Sends as much as the channel takes.
   *
   * @param scratch for what is in memory
   * @param allowed how much may have been sent after it
   * @return whether the channel has taken all that it was given
   */
  boolean write(SocketChannel channel, ByteBuffer scratch, long allowed) throws IOException {
    if (memory.hasRemaining()) {
      ByteBuffer part = memory.slice();
      part.limit(Math.min(part.remaining(), scratch.remaining()));
      int size = part.remaining();
      int written = channel.write(scratch.put(part).flip());
      memory.position(memory.position() + written);
      sent += written;
      return written == size;
    }
    long size = Math.min(end - position, Math.max(0, allowed - sent));
    if (size == 0 || file == null) {
      return true;
    }
    long written = file.transferTo(position, size, channel);
    position += written;
    sent += written;
    return written == size;
  }

  boolean isOver() {
    return !memory.hasRemaining() && position == end;
  }

  Afterwards afterwards() {
    return afterwards;
  }

  long sent() {
    return sent;
  }

  long left() {
    return memory.remaining() + end - position;
  }
}
