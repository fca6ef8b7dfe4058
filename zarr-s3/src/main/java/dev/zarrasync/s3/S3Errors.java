package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.zarrasync.fetch.RetryAfter;
import dev.zarrasync.fetch.StatusMeaning;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Says what an error of the SDK means.
 *
 * <p>The messages are our own, and never quote what a server echoes of the request.
 */
final class S3Errors {

  private record Meaning(Kind kind, String problem) {}

  private static final Meaning TIMEOUT =
      new Meaning(Kind.TIMEOUT, "the server did not answer in time");
  private static final Meaning UNKNOWN_HOST =
      new Meaning(
          Kind.CONNECTION,
          "no connection: the host has no address. Check the endpoint and the region, and with"
              + " pathStyle(false) that the bucket may be part of the host's name");
  private static final Meaning WRONG_CLOCK =
      new Meaning(Kind.ACCESS_DENIED, "the clock of this machine is wrong: set it right");
  private static final Meaning NO_CREDENTIALS =
      new Meaning(
          Kind.ACCESS_DENIED, "no credentials: set credentials(key, secret) or anonymous()");

  private static final Pattern REGION = Pattern.compile("<Region>([a-z0-9-]{1,40})</Region>");

  private static final String NO_SUCH_KEY = "NoSuchKey";

  /** How the client for parts begins each message. */
  private static final String CRT_FAILURE = "Failed to send the request: ";

  private static final Set<Class<?>> TIMEOUTS =
      Set.of(
          ApiCallTimeoutException.class,
          ApiCallAttemptTimeoutException.class,
          SocketTimeoutException.class,
          java.util.concurrent.TimeoutException.class);

  private S3Errors() {}

  /** Any other 404 is no word of S3 on the key: a proxy's, or on the bucket or the credentials. */
  static boolean isMissing(Throwable error) {
    return StoreException.unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && code(answer).equals(NO_SUCH_KEY);
  }

  static boolean isAccessDenied(Throwable error) {
    return StoreException.unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 403
        && code(answer).equals("AccessDenied");
  }

  /**
   * Says that the object is empty, or that the server leaves out what the client for parts needs.
   */
  static boolean hasNoParts(Throwable error) {
    Throwable cause = StoreException.unwrap(error);
    return cause instanceof AwsServiceException answer
        ? answer.statusCode() == 416
        : String.valueOf(cause.getMessage()).startsWith(CRT_FAILURE + "Response missing");
  }

  static boolean isMissing(S3Error error) {
    return NO_SUCH_KEY.equals(error.code());
  }

  /** Says why a key of a multi-delete was not deleted, as if it had been deleted alone. */
  static StoreException notDeleted(AsyncStore store, S3Error error) {
    int status =
        switch (String.valueOf(error.code())) {
          case "AccessDenied" -> 403;
          case "MethodNotAllowed" -> 405;
          case "InternalError" -> 500;
          case "NotImplemented" -> 501;
          case "ServiceUnavailable" -> 503;
          default -> 400;
        };
    AwsErrorDetails details = AwsErrorDetails.builder().errorCode(error.code()).build();
    return translate(
        store,
        error.key(),
        S3Exception.builder().statusCode(status).awsErrorDetails(details).build());
  }

  static StoreException translate(AsyncStore store, String key, Throwable error) {
    Throwable cause = StoreException.unwrap(error);
    if (cause instanceof StoreException known) {
      return known;
    }
    if (cause instanceof AwsServiceException answer) {
      return exception(ofAnswer(answer), store, key, withoutText(answer)).retryAfter(asked(answer));
    }
    return exception(ofFailure(cause), store, key, cause);
  }

  /** A server may repeat in its text what it was sent: a signature, a token. */
  private static S3Exception withoutText(AwsServiceException answer) {
    S3Exception plain =
        (S3Exception)
            S3Exception.builder()
                .statusCode(answer.statusCode())
                .requestId(answer.requestId())
                .awsErrorDetails(
                    AwsErrorDetails.builder().serviceName("S3").errorCode(code(answer)).build())
                .build();
    plain.setStackTrace(answer.getStackTrace());
    return plain;
  }

  private static StoreException exception(
      Meaning meaning, AsyncStore store, String key, Throwable cause) {
    return new StoreException(meaning.kind(), store, key, meaning.problem(), cause);
  }

  private static Duration asked(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String header =
        details == null || details.sdkHttpResponse() == null
            ? null
            : details.sdkHttpResponse().firstMatchingHeader("Retry-After").orElse(null);
    return RetryAfter.parse(header, Instant.now());
  }

  private static Meaning ofAnswer(AwsServiceException answer) {
    return switch (code(answer)) {
      case "NoSuchBucket" -> new Meaning(Kind.NOT_FOUND, "no such bucket");
      case "ExpiredToken", "TokenRefreshRequired" ->
          new Meaning(Kind.ACCESS_DENIED, "the session token has expired: get new credentials");
      case "InvalidToken" ->
          new Meaning(Kind.ACCESS_DENIED, "the session token does not belong to the access key");
      case "RequestTimeTooSkewed" -> WRONG_CLOCK;
      case "InvalidAccessKeyId", "XAdminUserNotFound" ->
          new Meaning(Kind.ACCESS_DENIED, "the server does not know the access key");
      case "SignatureDoesNotMatch" ->
          new Meaning(
              Kind.ACCESS_DENIED,
              "the signature is wrong: the secret key is, or a proxy changes the requests");
      case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" ->
          redirected(answer);
      case "BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch" ->
          new Meaning(
              Kind.UNAVAILABLE, "what the server received has another checksum than was sent");
      case "IncompleteBody" ->
          new Meaning(Kind.UNAVAILABLE, "the server received less than was sent");
      case "OperationAborted", "ConditionalRequestConflict" ->
          new Meaning(Kind.UNAVAILABLE, "another operation is in the way" + told(answer));
      case "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull" ->
          new Meaning(Kind.OTHER, "the server has no room left" + told(answer));
      case "InvalidObjectState" ->
          new Meaning(Kind.OTHER, "the object is archived: restore it before reading it");
      case "RequestTimeout" -> ofStatus(408, answer);
      case "SlowDown", "SlowDownRead", "SlowDownWrite" -> ofStatus(429, answer);
      default -> ofStatus(answer.statusCode(), answer);
    };
  }

  private static Meaning ofStatus(int status, AwsServiceException answer) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> redirected(answer);
      case 403 ->
          new Meaning(
              Kind.ACCESS_DENIED,
              "access denied: the credentials do not allow it, or the key is missing, because S3"
                  + " answers a read of a missing key with 403 to those who may not list the bucket"
                  + " (see S3StoreBuilder.missingOnAccessDenied)");
      default -> {
        StatusMeaning meaning = StatusMeaning.of(status);
        if (meaning.kind() == Kind.NOT_FOUND && code(answer).isEmpty()) {
          yield new Meaning(
              Kind.BAD_RESPONSE,
              "status " + status + " without a code of S3: a proxy may have answered in its place");
        }
        yield new Meaning(meaning.kind(), meaning.problem() + told(answer));
      }
    };
  }

  private static Meaning redirected(AwsServiceException answer) {
    String region = answer.awsErrorDetails() == null ? null : region(answer.awsErrorDetails());
    return new Meaning(
        Kind.REDIRECTED,
        region == null
            ? "the bucket is at another endpoint or in another region"
            : "the bucket is in the region '" + region + "': set it with region(name)");
  }

  private static @Nullable String region(AwsErrorDetails details) {
    String header =
        details.sdkHttpResponse() == null
            ? null
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null);
    if (header != null || details.rawResponse() == null) {
      return header;
    }
    Matcher element = REGION.matcher(details.rawResponse().asString(ISO_8859_1));
    return element.find() ? element.group(1) : null;
  }

  private static Meaning ofFailure(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (TIMEOUTS.contains(t.getClass()) || t instanceof TimeoutException) {
        return TIMEOUT;
      }
      if (t instanceof UnknownHostException) {
        return UNKNOWN_HOST;
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof HttpException http) {
        return ofCrt(CRT.awsErrorName(http.getErrorCode()), t.toString());
      }
      if (t instanceof CrtRuntimeException crt) {
        return ofCrt(crt.errorName, t.toString());
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return new Meaning(Kind.CONNECTION, "no connection: " + t);
      }
    }
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith(CRT_FAILURE)) {
      return ofParts(message.substring(CRT_FAILURE.length()));
    }
    // The SDK has no type for this.
    if (String.valueOf(failure.getMessage()).startsWith("Unable to load credentials")) {
      return NO_CREDENTIALS;
    }
    return new Meaning(Kind.OTHER, failure.toString());
  }

  /** Names are those of the AWS Common Runtime's error codes. */
  private static Meaning ofCrt(String name, String text) {
    if (name.contains("DNS")) {
      return UNKNOWN_HOST;
    }
    return name.contains("TIMEOUT")
        ? TIMEOUT
        : new Meaning(Kind.CONNECTION, "no connection: " + text);
  }

  /** The client for parts has neither a type nor a code for its failures, only their texts. */
  private static Meaning ofParts(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("throttling")) {
      return new Meaning(Kind.THROTTLED, "the server asks to slow down");
    }
    if (lower.contains("internal server error")) {
      return new Meaning(Kind.UNAVAILABLE, "the server failed");
    }
    if (lower.contains("requesttimetooskewed")) {
      return WRONG_CLOCK;
    }
    if (lower.contains("dns")) {
      return UNKNOWN_HOST;
    }
    if (lower.contains("time out") || lower.contains("timed out") || lower.contains("timeout")) {
      return TIMEOUT;
    }
    if (lower.contains("credentials")) {
      return NO_CREDENTIALS;
    }
    return new Meaning(Kind.CONNECTION, "no connection: " + text);
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String told(AwsServiceException answer) {
    String request = answer.requestId() == null ? "" : "request ID " + answer.requestId();
    String told =
        Stream.of(code(answer), request)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "" : " (" + told + ")";
  }
}
