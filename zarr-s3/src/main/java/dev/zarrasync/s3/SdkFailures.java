package dev.zarrasync.s3;

import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.s3.S3Errors.Meaning;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpException;

/**
 * Says why a request has no answer.
 *
 * @param hints what to do about it
 */
record SdkFailures(S3Hints hints) {

  /** How the client for parts begins each message. */
  static final String CRT_FAILURE = "Failed to send the request: ";

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
      return S3Errors.WRONG_CLOCK;
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
