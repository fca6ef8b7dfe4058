package dev.zarrasync.http.internal;

import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Set;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpException;

/** What errors of the AWS Common Runtime mean. Of its codes, only the names are public. */
final class CrtErrors {

  static final String TOO_MANY_STREAMS = "AWS_ERROR_HTTP_MAX_CONCURRENT_STREAMS_EXCEEDED";

  static final String GOAWAY = "AWS_ERROR_HTTP_GOAWAY_RECEIVED";

  private static final String RESET = "AWS_ERROR_HTTP_RST_STREAM_RECEIVED";

  /** Of one stream of a connection over HTTP/2, whose others go on. */
  private static final Set<String> OF_STREAM =
      Set.of(
          RESET,
          TOO_MANY_STREAMS,
          "AWS_ERROR_HTTP_RST_STREAM_SENT",
          "AWS_ERROR_HTTP_STREAM_CANCELLED");

  private static final Set<String> BAD_ANSWER =
      Set.of(
          "AWS_ERROR_HTTP_PROTOCOL_ERROR",
          "AWS_ERROR_HTTP_SWITCHED_PROTOCOLS",
          "AWS_ERROR_HTTP_RST_STREAM_SENT",
          "AWS_ERROR_HTTP_INVALID_HEADER_NAME",
          "AWS_ERROR_HTTP_INVALID_HEADER_VALUE",
          "AWS_ERROR_HTTP_INVALID_STATUS_CODE");

  private CrtErrors() {}

  /** Says whether a connection over HTTP/2 outlives an error. */
  static boolean isOfStream(String name) {
    return OF_STREAM.contains(name);
  }

  /** Tells what an exception of the client means. */
  static NoAnswer of(Throwable failure) {
    if (failure instanceof HttpException http) {
      return of(http.getErrorCode());
    }
    return failure instanceof CrtRuntimeException runtime
        ? of(runtime.errorCode)
        : new NoAnswer(
            Kind.CONNECTION, Scope.CONNECTION, "no connection: " + failure.getMessage(), failure);
  }

  static NoAnswer of(int error) {
    String name = CRT.awsErrorName(error);
    String text = CRT.awsErrorString(error).trim().replaceFirst("\\.$", "");
    HttpException cause = new HttpException(error);
    if (BAD_ANSWER.contains(name)) {
      String problem = "the answer is not valid HTTP: " + text;
      return new NoAnswer(Kind.BAD_RESPONSE, Scope.REQUEST, problem, cause);
    }
    if (name.startsWith("AWS_IO_DNS")) {
      String problem = "no connection: the host has no address. Check the base URL";
      return new NoAnswer(Kind.CONNECTION, Scope.NAME, problem, cause);
    }
    if (name.startsWith("AWS_IO_TLS")) {
      String problem = "no secure connection: " + text;
      return new NoAnswer(Kind.CONNECTION, Scope.REQUEST, problem, cause);
    }
    if (name.equals("AWS_IO_SOCKET_TIMEOUT")) {
      String problem = "the server did not answer in time";
      return new NoAnswer(Kind.TIMEOUT, Scope.REQUEST, problem, cause);
    }
    Scope scope = name.equals(RESET) ? Scope.STREAM : Scope.CONNECTION;
    return new NoAnswer(Kind.CONNECTION, scope, "no connection: " + text, cause);
  }
}
