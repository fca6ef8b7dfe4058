package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Any bytes as an answer of S3: a status, headers, an empty line and a body. They are what was
 * asked for, or an error of the store.
 */
class AnswerFuzzTest {

  private static final int LONGEST = 1 << 16;

  private static final S3Errors ERRORS =
      new S3Errors(
          new MemoryStore(),
          new S3Hints(Set.of()),
          new ServerText(new KnownSecrets(Credentials.NONE)));

  @FuzzTest
  void answers(byte[] bytes) {
    String[] parts = new String(bytes, ISO_8859_1).split("\n\n", 2);
    byte[] body = parts.length < 2 ? new byte[0] : parts[1].getBytes(ISO_8859_1);
    for (ByteRange range : List.of(ByteRange.ALL, ByteRange.of(2, 5), ByteRange.suffix(5))) {
      check(receive(head(parts[0]), body, range), body, range);
    }
  }

  private static Head head(String text) {
    List<String> lines = text.isEmpty() ? List.of("") : text.lines().toList();
    List<Header> headers =
        lines.stream()
            .skip(1)
            .map(line -> line.split(": ", 2))
            .map(header -> new Header(header[0], header.length < 2 ? "" : header[1]))
            .toList();
    int status =
        lines.get(0).matches("\\d{3}")
            ? Integer.parseInt(lines.get(0))
            : 100 + Math.floorMod(lines.get(0).hashCode(), 500);
    return new Head(status, false, headers);
  }

  private static CompletableFuture<Fetched> receive(Head head, byte[] body, ByteRange range) {
    Admission admission =
        bytes ->
            bytes <= LONGEST
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalStateException("too long to be true"));
    URI uri = URI.create("http://host/a");
    return new S3Exchange.Get(
            new Answering(head, ByteBuffer.wrap(body)),
            ERRORS,
            "a",
            GetOptions.of(range),
            admission,
            () -> new HttpRequest("GET", uri, List.of()),
            true)
        .start(uri);
  }

  /** Has an answer to each request. */
  private record Answering(Head head, ByteBuffer body) implements HttpClient {

    @Override
    public Call call(HttpRequest request, Receiver receiver) {
      return new Call() {
        @Override
        public void send() {
          receiver.sent();
          receiver.head(head);
          receiver.bytes(body);
          receiver.end(null);
        }

        @Override
        public void grant(long bytes) {}

        @Override
        public boolean isHttp2() {
          return false;
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  private static void check(CompletableFuture<Fetched> result, byte[] body, ByteRange range) {
    result
        .handle(
            (fetched, failure) -> {
              if (failure != null) {
                StoreException told = ERRORS.translate(Permission.GET, "a", failure);
                assertThat(told.getMessage()).hasSizeLessThan(2_000 + body.length);
                return Fetched.MISSING;
              }
              if (fetched instanceof Fetched.Missing) {
                return fetched;
              }
              Found found = (Found) fetched;
              assertThat(found.bytes()).isEqualTo(body);
              assertThat(found.bytes())
                  .hasSize((int) (range.end(found.objectSize()) - range.start(found.objectSize())));
              return found;
            })
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }
}
