package dev.zarrasync.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.remote.internal.ProxyServer;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.Http2Request;
import software.amazon.awssdk.crt.http.Http2StreamManager;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpHeaderBlock;
import software.amazon.awssdk.crt.http.HttpRequestBase;
import software.amazon.awssdk.crt.http.HttpRequestBodyStream;
import software.amazon.awssdk.crt.http.HttpStreamBase;
import software.amazon.awssdk.crt.http.HttpStreamBaseResponseHandler;

/**
 * One request over the AWS Common Runtime. A stream is used by one thread at a time and not once it
 * is closed: that would end the process.
 */
final class CrtCall implements HttpClient.Call, HttpStreamBaseResponseHandler {

  private static final HttpHeader[] NO_HEADERS = {};

  private final CrtPool pool;
  private final @Nullable ProxyServer proxy;
  private final HttpRequest request;
  private final HttpClient.Receiver receiver;

  /** The connection that it is sent over, and which of its requests it is. */
  @Nullable CrtLine line;

  long number;
  long sentAt;

  private volatile boolean http2;

  // Guarded by this.
  private @Nullable HttpStreamBase stream;
  private boolean aborted;
  private boolean lost;
  private boolean ended;

  // Used by the thread of the connection.
  private boolean hasHead;
  private @Nullable NoAnswer refused;

  /**
   * Sends nothing yet.
   *
   * @param pool has the connections
   */
  CrtCall(CrtPool pool, HttpRequest request, HttpClient.Receiver receiver) {
    this.pool = pool;
    this.proxy = pool.proxy();
    this.request = request;
    this.receiver = receiver;
  }

  @Override
  public void send() {
    pool.send(this);
  }

  /**
   * Sends the request.
   *
   * @return false if the connection takes no more
   */
  synchronized boolean start(HttpClientConnection connection, boolean isHttp2) {
    http2 = isHttp2;
    HttpStreamBase made = null;
    try {
      made = connection.makeRequest(isHttp2 ? http2() : http1(), this);
      stream = made;
      made.activate();
    } catch (CrtRuntimeException | IllegalStateException e) {
      stream = null;
      if (made != null) {
        made.close();
      }
      return false;
    }
    receiver.sent();
    return true;
  }

  /** Sends the request over HTTP/2, as soon as there is room on a connection. */
  void acquire(Http2StreamManager manager) {
    http2 = true;
    var unused =
        manager
            .acquireStream(http2(), this)
            .whenComplete(
                (made, failure) -> {
                  if (made != null) {
                    started(made);
                  } else {
                    refused(failure);
                  }
                });
  }

  private void refused(Throwable failure) {
    String name =
        failure instanceof CrtRuntimeException runtime
            ? CRT.awsErrorName(runtime.errorCode)
            : "unknown";
    if (!pool.ended(this, name, !isAborted())) {
      receiver.end(CrtErrors.of(failure));
    }
  }

  private synchronized void started(HttpStreamBase made) {
    if (ended) {
      return;
    }
    stream = made;
    if (aborted) {
      made.cancel();
    } else {
      receiver.sent();
    }
  }

  private HttpRequestBase http1() {
    List<HttpHeader> fields = new ArrayList<>();
    fields.add(new HttpHeader("Host", host()));
    for (Header header : request.headers()) {
      if (!header.name().equalsIgnoreCase("Host")) {
        fields.add(new HttpHeader(header.name(), header.value()));
      }
    }
    tellLength(fields);
    tellProxy(fields);
    URI uri = request.uri();
    String target = proxy == null ? target(uri) : "http://" + authority(uri) + target(uri);
    return new software.amazon.awssdk.crt.http.HttpRequest(
        request.method(), target, fields.toArray(NO_HEADERS), body());
  }

  /** RFC 9113, section 8.3.1. */
  private HttpRequestBase http2() {
    URI uri = request.uri();
    List<HttpHeader> fields = new ArrayList<>();
    fields.add(new HttpHeader(":method", request.method()));
    fields.add(new HttpHeader(":scheme", uri.getScheme().toLowerCase(Locale.ROOT)));
    fields.add(new HttpHeader(":authority", host()));
    fields.add(new HttpHeader(":path", target(uri)));
    for (Header header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (!name.equals("host")) {
        fields.add(new HttpHeader(name, header.value()));
      }
    }
    tellLength(fields);
    tellProxy(fields);
    return new Http2Request(fields.toArray(NO_HEADERS), body());
  }

  private String host() {
    String told = request.get("Host");
    return told == null ? authority(request.uri()) : told;
  }

  private void tellLength(List<HttpHeader> fields) {
    ByteBuffer bytes = request.body();
    if (bytes != null && !request.has("Content-Length")) {
      fields.add(new HttpHeader("content-length", Integer.toString(bytes.remaining())));
    }
  }

  private @Nullable HttpRequestBodyStream body() {
    ByteBuffer bytes = request.body();
    return bytes == null ? null : new CrtBody(bytes);
  }

  private void tellProxy(List<HttpHeader> fields) {
    if (proxy != null && proxy.user() != null) {
      fields.add(new HttpHeader("proxy-authorization", basicAuth(proxy)));
    }
  }

  /** RFC 7617. */
  static String basicAuth(ProxyServer proxy) {
    byte[] pair = (proxy.user() + ":" + proxy.password()).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String authority(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  @Override
  public synchronized void grant(long bytes) {
    if (stream == null || aborted) {
      return;
    }
    for (long left = bytes; left > 0; left -= Integer.MAX_VALUE) {
      stream.incrementWindow((int) Math.min(left, Integer.MAX_VALUE));
    }
  }

  @Override
  public boolean isHttp2() {
    return http2;
  }

  @Override
  public void abort() {
    pool.forget(this);
    cancel();
  }

  /** Resets the stream, or closes its connection. */
  private synchronized void cancel() {
    aborted = true;
    if (stream != null) {
      stream.cancel();
    }
  }

  /** Says whether it was sent after another over the same connection. */
  boolean isAfter(CrtCall other) {
    return line == other.line && number > other.number;
  }

  /**
   * Ends it because the server leaves it out: it was sent after one that a GOAWAY leaves out (RFC
   * 9113, section 6.8). The runtime misses some of those.
   */
  void lose() {
    synchronized (this) {
      lost = true;
    }
    cancel();
  }

  synchronized boolean isAborted() {
    return aborted;
  }

  @Override
  public void onResponseHeaders(HttpStreamBase source, int status, int block, HttpHeader[] fields) {
    requireNonNull(line).hear();
    if (block != HttpHeaderBlock.MAIN.getValue()) {
      return;
    }
    List<Header> headers = new ArrayList<>(fields.length);
    long length = 0;
    for (HttpHeader field : fields) {
      headers.add(new Header(field.getName(), field.getValue()));
      length += field.getNameBytes().length + field.getValueBytes().length;
    }
    if (length > HttpClient.MOST_HEAD) {
      refuse("the head of the answer is longer than " + HttpClient.MOST_HEAD + " bytes");
      return;
    }
    hasHead = true;
    synchronized (this) {
      stream = source;
    }
    // Where there are no headers, the status is left out.
    int told = status == 0 ? source.getResponseStatusCode() : status;
    try {
      receiver.head(new Head(told, http2, headers));
    } catch (RuntimeException | Error e) {
      refuse(e.toString());
    }
  }

  @Override
  public int onResponseBody(HttpStreamBase source, byte[] part) {
    requireNonNull(line).hear();
    if (refused == null) {
      try {
        receiver.bytes(ByteBuffer.wrap(part));
      } catch (RuntimeException | Error e) {
        refuse(e.toString());
      }
    }
    return 0; // What comes next is granted.
  }

  private void refuse(String problem) {
    refused = new NoAnswer(Kind.BAD_RESPONSE, Scope.REQUEST, problem, null);
    cancel();
  }

  @Override
  public void onResponseComplete(HttpStreamBase source, int error) {
    boolean hadStatus = error != CRT.AWS_CRT_SUCCESS && !hasHead && hasStatus(source);
    synchronized (this) {
      stream = null;
      ended = true;
      source.close();
    }
    String failure = error == CRT.AWS_CRT_SUCCESS ? null : CRT.awsErrorName(error);
    if (!pool.ended(this, failure, !hasHead && refused == null && !isAborted())) {
      receiver.end(failureOf(error, hadStatus));
    }
  }

  /** Over HTTP/1.1 the head is told of with the first byte of the body. */
  private static boolean hasStatus(HttpStreamBase source) {
    try {
      return source.getResponseStatusCode() >= 200;
    } catch (CrtRuntimeException | IllegalStateException e) {
      return false;
    }
  }

  private synchronized @Nullable NoAnswer failureOf(int error, boolean hadStatus) {
    if (refused != null || error == CRT.AWS_CRT_SUCCESS) {
      return refused;
    }
    if (lost) {
      return new NoAnswer(Kind.CONNECTION, Scope.CONNECTION, "the connection ends", null);
    }
    NoAnswer failure = CrtErrors.of(error);
    return hadStatus && failure.scope() == Scope.CONNECTION
        ? new NoAnswer(
            Kind.BAD_RESPONSE, Scope.CONNECTION, "the answer broke off before its body", failure)
        : failure;
  }

  /** Ends it without an answer. */
  void fail(NoAnswer failure) {
    receiver.end(failure);
  }
}
