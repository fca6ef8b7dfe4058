package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.zarrasync.fetch.internal.RetryAfter;
import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
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
 * Says what an error of the SDK means for one store.
 *
 * @param store named in errors
 * @param hints what to do about them
 * @param text what the server says of them
 */
record S3Meanings(AsyncStore store, S3Hints hints, ServerText text) {

  record Meaning(Kind kind, String problem) {}

  static final Meaning WRONG_CLOCK =
      new Meaning(Kind.ACCESS_DENIED, "the clock of this machine is wrong: set it right");
  private static final Pattern REGION = Pattern.compile("<Region>([a-z0-9-]{1,40})</Region>");

  private static final String NO_SUCH_KEY = "NoSuchKey";

  /** Any other 404 is no word of S3 on the key: a proxy's, or on the bucket or the credentials. */
  static boolean isNoSuchKey(Throwable error) {
    return StoreException.unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && code(answer).equals(NO_SUCH_KEY);
  }

  static boolean isNoSuchKey(S3Error error) {
    return NO_SUCH_KEY.equals(error.code());
  }

  static boolean isAccessDenied(Throwable error) {
    return StoreException.unwrap(error) instanceof AwsServiceException answer
        && answer.statusCode() == 403
        && code(answer).equals("AccessDenied");
  }

  /** An error of a multi-delete as that of the delete of one key. */
  static Exception exception(S3Error error) {
    int status =
        switch (String.valueOf(error.code())) {
          case "AccessDenied" -> 403;
          case "MethodNotAllowed" -> 405;
          case "InternalError" -> 500;
          case "NotImplemented" -> 501;
          case "ServiceUnavailable" -> 503;
          default -> 400;
        };
    AwsErrorDetails details =
        AwsErrorDetails.builder().errorCode(error.code()).errorMessage(error.message()).build();
    return S3Exception.builder().statusCode(status).awsErrorDetails(details).build();
  }

  StoreException translate(Permission permission, String key, Throwable cause) {
    if (cause instanceof AwsServiceException answer) {
      Meaning meaning = ofAnswer(permission, answer);
      String problem = meaning.problem() + told(answer);
      return new StoreException(meaning.kind(), store, key, problem, withoutText(answer))
          .retryAfter(asked(answer));
    }
    Meaning meaning = new SdkFailures(hints).of(cause);
    return new StoreException(meaning.kind(), store, key, meaning.problem(), cause);
  }

  /** A server may repeat in its text what it was sent: a signature, a token. */
  private S3Exception withoutText(AwsServiceException answer) {
    S3Exception plain =
        (S3Exception)
            S3Exception.builder()
                .statusCode(answer.statusCode())
                .requestId(text.word(answer.requestId()))
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode(text.word(code(answer)))
                        .build())
                .build();
    plain.setStackTrace(answer.getStackTrace());
    return plain;
  }

  private static Duration asked(AwsServiceException answer) {
    return RetryAfter.parse(header(answer, "Retry-After"), Instant.now());
  }

  private Meaning ofAnswer(Permission permission, AwsServiceException answer) {
    int status = answer.statusCode();
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
          elsewhere(answer);
      case "BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch" ->
          new Meaning(
              Kind.UNAVAILABLE, "what the server received has another checksum than was sent");
      case "IncompleteBody" ->
          new Meaning(Kind.UNAVAILABLE, "the server received less than was sent");
      case "OperationAborted", "ConditionalRequestConflict" ->
          new Meaning(Kind.UNAVAILABLE, "another operation is in the way");
      case "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull" -> ofStatus(507);
      case "InvalidObjectState" ->
          new Meaning(Kind.OTHER, "the object is archived: restore it before reading it");
      case "RequestTimeout" -> ofStatus(408);
      case "SlowDown", "SlowDownRead", "SlowDownWrite" -> ofStatus(429);
      case "" ->
          status == 404 || status == 410
              ? new Meaning(
                  Kind.BAD_RESPONSE,
                  "status " + status + " without a code of S3: a proxy may have answered for it")
              : ofStatus(permission, answer);
      default -> ofStatus(permission, answer);
    };
  }

  private Meaning ofStatus(Permission permission, AwsServiceException answer) {
    return switch (answer.statusCode()) {
      case 301, 302, 303, 307, 308 -> elsewhere(answer);
      case 403 -> {
        String says = text.sentence(message(answer));
        String problem = hints.accessDenied(permission, says, isAccessDenied(answer));
        yield new Meaning(Kind.ACCESS_DENIED, problem);
      }
      default -> ofStatus(answer.statusCode());
    };
  }

  private static Meaning ofStatus(int status) {
    StatusMeaning meaning = StatusMeaning.of(status);
    return new Meaning(meaning.kind(), meaning.problem());
  }

  private Meaning elsewhere(AwsServiceException answer) {
    String region = text.word(region(answer));
    return new Meaning(Kind.REDIRECTED, hints.elsewhere(region.isEmpty() ? null : region));
  }

  private static @Nullable String region(AwsServiceException answer) {
    String header = header(answer, "x-amz-bucket-region");
    AwsErrorDetails details = answer.awsErrorDetails();
    if (header != null || details == null || details.rawResponse() == null) {
      return header;
    }
    Matcher element = REGION.matcher(details.rawResponse().asString(ISO_8859_1));
    return element.find() ? element.group(1) : null;
  }

  private static @Nullable String header(AwsServiceException answer, String name) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? null
        : details.sdkHttpResponse().firstMatchingHeader(name).orElse(null);
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static @Nullable String message(AwsServiceException answer) {
    return answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
  }

  /** What the server says: its code and its message, and the ID by which it knows the request. */
  private String told(AwsServiceException answer) {
    String id = text.word(answer.requestId());
    String told =
        Stream.of(
                Stream.of(text.word(code(answer)), text.sentence(message(answer)))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining(": ")),
                id.isEmpty() ? "" : "request ID " + id)
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "" : " (" + told + ")";
  }

  /**
   * Says why a request has no answer.
   *
   * @param hints what to do about it
   */
  private record SdkFailures(S3Hints hints) {

    /** How the client for parts begins each message. */
    private static final String CRT_FAILURE = "Failed to send the request: ";

    private static final Meaning TIMEOUT =
        new Meaning(Kind.TIMEOUT, "the server did not answer in time");
    private static final Set<Class<?>> TIMEOUTS =
        Set.of(
            ApiCallTimeoutException.class,
            ApiCallAttemptTimeoutException.class,
            SocketTimeoutException.class,
            TimeoutException.class);

    Meaning of(Throwable failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof NoAnswer ours) {
          return ours.scope() == Scope.NAME
              ? unknownHost()
              : new Meaning(ours.kind(), ours.problem());
        }
        if (TIMEOUTS.contains(t.getClass())) {
          return TIMEOUT;
        }
        if (t instanceof UnknownHostException) {
          return unknownHost();
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
        return noCredentials();
      }
      return new Meaning(Kind.OTHER, failure.toString());
    }

    private Meaning unknownHost() {
      return new Meaning(Kind.CONNECTION, hints.unknownHost());
    }

    private Meaning noCredentials() {
      return new Meaning(Kind.ACCESS_DENIED, hints.noCredentials());
    }

    /** Names are those of the AWS Common Runtime's error codes. */
    private Meaning ofCrt(String name, String text) {
      if (name.contains("DNS")) {
        return unknownHost();
      }
      return name.contains("TIMEOUT")
          ? TIMEOUT
          : new Meaning(Kind.CONNECTION, "no connection: " + text.replaceFirst("\\.$", ""));
    }

    /** The client for parts has neither a type nor a code for its failures, only their texts. */
    private Meaning ofParts(String text) {
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
        return unknownHost();
      }
      if (lower.contains("time out") || lower.contains("timed out") || lower.contains("timeout")) {
        return TIMEOUT;
      }
      if (lower.contains("credentials")) {
        return noCredentials();
      }
      return new Meaning(Kind.CONNECTION, "no connection: " + text);
    }
  }
}
