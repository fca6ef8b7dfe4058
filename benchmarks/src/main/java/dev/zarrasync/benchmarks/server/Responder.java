package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/** What S3 answers. Small bodies are kept in memory, the others in a file without a name. */
final class Responder {

  /** Up to this size a copy is cheaper than a call of the kernel. */
  private static final int SMALL = 1 << 14;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private record Stored(ByteBuffer small, long position, int size, String etag) {}

  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private final Counters counters = new Counters();
  private Trouble trouble = Trouble.NONE;
  private final FileChannel file;
  private long fileEnd;

  Responder() throws IOException {
    Path path = Files.createTempFile("bench", ".objects");
    file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  Counters counters() {
    return counters;
  }

  Trouble trouble() {
    return trouble;
  }

  /** Tells the counts, after doing what the query says. */
  Response control(Request request) {
    if (request.query().startsWith("trouble")) {
      trouble = Trouble.of(request::parameter);
    }
    if (!request.parameter("forget").isEmpty()) {
      forget(request.parameter("forget"));
    }
    return text("200 OK", counters.control(request::parameter));
  }

  private void forget(String prefix) {
    objects.keySet().removeIf(key -> key.startsWith(prefix));
    fileEnd =
        objects.values().stream()
            .filter(stored -> stored.size > SMALL)
            .mapToLong(stored -> stored.position + stored.size)
            .max()
            .orElse(0);
  }

  private Response answer(Request request) {
    return switch (request.method()) {
      case "GET" ->
          request.isList() ? text("200 OK", Listing.of(request, this::sizes)) : get(request);
      case "HEAD" -> head(request);
      case "PUT" -> put(request);
      case "DELETE" -> delete(request);
      default -> text("501 Not Implemented", error("NotImplemented", request.path()));
    };
  }

  /** Answers, unless {@link #trouble} has it fail. */
  Response answerOrFail(Request request) {
    return switch (trouble.nextFault()) {
      case NONE -> answer(request);
      case INTERNAL_ERROR ->
          text("500 Internal Server Error", error("InternalError", request.path()));
      case SLOW_DOWN -> slowDown(request);
      case RESET -> Response.reset();
      case BROKEN_OFF -> answer(request).brokenOff();
    };
  }

  static Response slowDown(Request request) {
    return text("503 Slow Down", error("SlowDown", request.path()));
  }

  private Iterable<Listing.Item> sizes(String from) {
    return () ->
        objects.tailMap(from, true).entrySet().stream()
            .map(e -> new Listing.Item(e.getKey(), e.getValue().size, e.getValue().etag))
            .iterator();
  }

  private Response get(Request request) {
    Stored stored = objects.get(request.path());
    if (stored == null) {
      return text("404 Not Found", error("NoSuchKey", request.path()));
    }
    String range = request.range();
    if (range == null) {
      return body(stored, "200 OK", "", 0, stored.size);
    }
    int dash = range.indexOf('-');
    String from = range.substring("bytes=".length(), dash);
    String to = range.substring(dash + 1);
    long start =
        from.isEmpty() ? Math.max(0, stored.size - Long.parseLong(to)) : Long.parseLong(from);
    long end =
        from.isEmpty() || to.isEmpty()
            ? stored.size
            : Math.min(stored.size, Long.parseLong(to) + 1);
    if (start >= end) {
      return text("416 Range Not Satisfiable", error("InvalidRange", request.path()));
    }
    String contentRange =
        "Content-Range: bytes " + start + "-" + (end - 1) + "/" + stored.size + "\r\n";
    return body(stored, "206 Partial Content", contentRange, (int) start, (int) end);
  }

  private Response body(Stored stored, String status, String more, int start, int end) {
    ByteBuffer head = Response.head(status, headers(stored, end - start) + more);
    return stored.size > SMALL
        ? Response.of(head, file, stored.position + start, end - start)
        : Response.of(
            ByteBuffer.allocate(head.remaining() + end - start)
                .put(head)
                .put(stored.small.slice(start, end - start))
                .flip());
  }

  private Response head(Request request) {
    Stored stored = objects.get(request.path());
    return Response.of(
        stored == null
            ? Response.head("404 Not Found", "Content-Length: 0\r\n")
            : Response.head("200 OK", headers(stored, stored.size)));
  }

  private Response put(Request request) {
    ByteBuffer body = request.body().flip();
    int size = body.remaining();
    ByteBuffer small = size > SMALL ? NONE : body;
    long position = fileEnd;
    if (size > SMALL) {
      append(body);
    }
    String etag = "\"" + Long.toHexString(System.nanoTime()) + "\"";
    objects.put(request.path(), new Stored(small, position, size, etag));
    return Response.of(Response.head("200 OK", "Content-Length: 0\r\nETag: " + etag + "\r\n"));
  }

  private Response delete(Request request) {
    objects.remove(request.path());
    // Without any header the SDK's CRT client would take the status for 0.
    return Response.of(Response.head("204 No Content", "x-amz-request-id: 0\r\n"));
  }

  private void append(ByteBuffer body) {
    try {
      while (body.hasRemaining()) {
        fileEnd += file.write(body, fileEnd);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String headers(Stored stored, int length) {
    return "Content-Length: "
        + length
        + "\r\nContent-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\nETag: "
        + stored.etag
        + "\r\nLast-Modified: Sat, 21 Nov 2026 00:00:00 GMT\r\n";
  }

  private static String error(String code, String key) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message><Key>%s</Key></Error>"
        .formatted(code, code, key);
  }

  private static Response text(String status, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuffer head =
        Response.head(
            status, "Content-Length: " + bytes.length + "\r\nContent-Type: application/xml\r\n");
    return Response.of(
        ByteBuffer.allocate(head.remaining() + bytes.length).put(head).put(bytes).flip());
  }
}
