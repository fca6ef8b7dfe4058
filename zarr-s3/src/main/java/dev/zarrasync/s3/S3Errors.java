package dev.zarrasync.s3;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Says what an error of the SDK means.
 *
 * <p>The messages are our own, and never quote what a server echoes of the request.
 */
final class S3Errors {

  private record Meaning(Kind kind, String problem) {}

  private static final Set<Class<?>> TIMEOUTS =
      Set.of(
          ApiCallTimeoutException.class,
          ApiCallAttemptTimeoutException.class,
          SocketTimeoutException.class,
          java.util.concurrent.TimeoutException.class);

  private S3Errors() {}

  static boolean isMissing(Throwable error) {
    return unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !code(answer).equals("NoSuchBucket");
  }

  static boolean isAccessDenied(Throwable error) {
    return unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 403
        && code(answer).equals("AccessDenied");
  }

  static StoreException translate(AsyncStore store, String key, Throwable error) {
    Throwable cause = unwrap(error);
    if (cause instanceof StoreException known) {
      return known;
    }
    Meaning meaning =
        cause instanceof AwsServiceException answer ? ofAnswer(answer) : ofFailure(cause);
    return new StoreException(meaning.kind(), store, key, meaning.problem(), cause);
  }

  private static Throwable unwrap(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Meaning ofAnswer(AwsServiceException answer) {
    return switch (code(answer)) {
      case "NoSuchBucket" -> new Meaning(Kind.NOT_FOUND, "no such bucket");
      case "ExpiredToken", "TokenRefreshRequired" ->
          new Meaning(Kind.ACCESS_DENIED, "the session token has expired: get new credentials");
      case "InvalidToken" ->
          new Meaning(Kind.ACCESS_DENIED, "the session token does not belong to the access key");
      case "RequestTimeTooSkewed" ->
          new Meaning(Kind.ACCESS_DENIED, "the clock of this machine is wrong: set it right");
      case "InvalidAccessKeyId" ->
          new Meaning(Kind.ACCESS_DENIED, "the server does not know the access key");
      case "SignatureDoesNotMatch" ->
          new Meaning(
              Kind.ACCESS_DENIED,
              "the signature is wrong: the secret key is, or a proxy changes the requests");
      case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" ->
          redirected(answer);
      case "InvalidObjectState" ->
          new Meaning(Kind.OTHER, "the object is archived: restore it before reading it");
      case "RequestTimeout" ->
          new Meaning(Kind.TIMEOUT, "the server waited too long for the request");
      case "SlowDown" -> new Meaning(Kind.THROTTLED, "the server asks to slow down");
      default -> ofStatus(answer);
    };
  }

  private static Meaning ofStatus(AwsServiceException answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 301, 302, 307, 308 -> redirected(answer);
      case 304 -> new Meaning(Kind.NOT_MODIFIED, "the object has not changed");
      case 401 -> new Meaning(Kind.ACCESS_DENIED, "the server wants other credentials");
      case 403 ->
          new Meaning(
              Kind.ACCESS_DENIED,
              "access denied: the credentials do not allow it, or the key is missing, because S3"
                  + " answers a read of a missing key with 403 to those who may not list the bucket"
                  + " (see S3StoreBuilder.missingOnAccessDenied)");
      case 404 -> new Meaning(Kind.NOT_FOUND, "the server finds nothing there");
      case 405, 501 -> new Meaning(Kind.UNSUPPORTED, "the server cannot do this" + told(answer));
      case 408 -> new Meaning(Kind.TIMEOUT, "the server waited too long for the request");
      case 409 -> new Meaning(Kind.UNAVAILABLE, "another operation is in the way" + told(answer));
      case 412 -> new Meaning(Kind.PRECONDITION_FAILED, "a condition of the request does not hold");
      case 416 -> new Meaning(Kind.UNSATISFIABLE_RANGE, "the object has no byte in the range");
      case 429 -> new Meaning(Kind.THROTTLED, "the server asks to slow down");
      default ->
          new Meaning(
              status >= 500 ? Kind.UNAVAILABLE : Kind.OTHER, "the server failed" + told(answer));
    };
  }

  private static Meaning redirected(AwsServiceException answer) {
    String elsewhere =
        answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null
            ? "at another endpoint or in another region"
            : answer
                .awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .map(region -> "in the region '" + region + "': set it with region(name)")
                .orElse("at another endpoint or in another region");
    return new Meaning(Kind.REDIRECTED, "the bucket is " + elsewhere);
  }

  private static Meaning ofFailure(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (TIMEOUTS.contains(t.getClass()) || t instanceof TimeoutException) {
        return new Meaning(Kind.TIMEOUT, "the server did not answer in time");
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return new Meaning(Kind.CONNECTION, "no connection: " + t);
      }
    }
    // The SDK has no type for this.
    if (String.valueOf(failure.getMessage()).startsWith("Unable to load credentials")) {
      return new Meaning(
          Kind.ACCESS_DENIED, "no credentials: set credentials(key, secret) or anonymous()");
    }
    return new Meaning(Kind.OTHER, failure.toString());
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String told(AwsServiceException answer) {
    @Nullable String request = answer.requestId();
    return ": status %d %s%s"
        .formatted(
            answer.statusCode(), code(answer), request == null ? "" : ", request ID " + request);
  }
}
