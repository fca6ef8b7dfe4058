package dev.zarrasync.integration.faults;

import static dev.zarrasync.integration.faults.Outcome.fails;
import static dev.zarrasync.integration.faults.Outcome.harmless;
import static dev.zarrasync.integration.faults.Outcome.none;
import static dev.zarrasync.integration.faults.Outcome.passes;
import static dev.zarrasync.store.StoreException.Kind.ACCESS_DENIED;
import static dev.zarrasync.store.StoreException.Kind.BAD_RESPONSE;
import static dev.zarrasync.store.StoreException.Kind.CONNECTION;
import static dev.zarrasync.store.StoreException.Kind.NOT_FOUND;
import static dev.zarrasync.store.StoreException.Kind.OTHER;
import static dev.zarrasync.store.StoreException.Kind.REDIRECTED;
import static dev.zarrasync.store.StoreException.Kind.THROTTLED;
import static dev.zarrasync.store.StoreException.Kind.TIMEOUT;
import static dev.zarrasync.store.StoreException.Kind.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.internal.ContentRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong between a store and its server, and what must come out: for reads from S3, over
 * HTTP/1.1 and over HTTP/2, and for writes to S3.
 */
@SuppressWarnings("ImmutableEnumChecker") // Actions and outcomes have no state.
enum Fault {
  REFUSED("the connection is refused", null, passes(CONNECTION)),
  NO_ADDRESS("the host's name has no address (DNS)", null, fails(CONNECTION)),
  TLS_BROKEN_OFF(
      "the TLS handshake is broken off",
      null,
      fails(CONNECTION),
      passes(CONNECTION),
      passes(CONNECTION),
      fails(CONNECTION)),
  NOT_TRUSTED(
      "the server's certificate is not trusted",
      null,
      fails(TIMEOUT, OTHER),
      fails(OTHER),
      fails(OTHER),
      fails(TIMEOUT, OTHER)),
  RESET_BEFORE_HEADERS(
      "the connection is reset before the answer",
      (line, answer) -> line.breakOff(),
      passes(CONNECTION)),
  RESET_WITHIN_HEADERS(
      "the connection is reset within the answer's head",
      (line, answer) -> {
        line.beginHead();
        line.breakOff();
      },
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      passes(CONNECTION),
      passes(BAD_RESPONSE)),
  RESET_WITHIN_BODY(
      "the connection is reset within the body",
      (line, answer) -> {
        beginHalf(line, answer);
        line.breakOff();
      },
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      passes(CONNECTION, BAD_RESPONSE),
      none(Texts.NO_BODY)),
  TRUNCATED(
      "the body is shorter than announced",
      (line, answer) -> {
        beginHalf(line, answer);
        line.end();
      },
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      none(Texts.NO_BODY)),
  OVER_LONG(
      "the body is longer than announced",
      (line, answer) -> {
        int announced = answer.body().length;
        line.begin(answer, announced, Arrays.copyOf(answer.body(), announced + 5));
        line.end();
      },
      harmless(),
      harmless(),
      passes(BAD_RESPONSE),
      none(Texts.NO_BODY)),
  STALLED("the answer stalls", Fault::beginHalf, passes(TIMEOUT)),
  DRIPS(
      "the answer comes byte by byte",
      (line, answer) -> {
        // A range has the length that was asked for, and no other.
        line.begin(answer, answer.status() == 206 ? answer.body().length : 1 << 20, new byte[0]);
        line.drip();
      },
      passes(TIMEOUT)),
  STATUS_500(
      "status 500",
      (line, answer) -> line.send(Answer.error(500, "InternalError")),
      passes(UNAVAILABLE)),
  STATUS_502("status 502", (line, answer) -> line.send(Answer.of(502)), passes(UNAVAILABLE)),
  STATUS_503(
      "status 503 (SlowDown)",
      (line, answer) -> line.send(Answer.error(503, "SlowDown")),
      passes(THROTTLED),
      passes(UNAVAILABLE),
      passes(UNAVAILABLE),
      passes(THROTTLED)),
  STATUS_429(
      "status 429 with `Retry-After`",
      (line, answer) -> line.send(Answer.of(429).of(429, Map.of("Retry-After", "1"))),
      passes(THROTTLED)),
  STATUS_403(
      "status 403",
      (line, answer) -> line.send(Answer.error(403, "AccessDenied")),
      fails(ACCESS_DENIED)),
  STATUS_404(
      "status 404 for what a listing showed",
      (line, answer) -> line.send(Answer.error(404, "NoSuchKey")),
      fails(NOT_FOUND),
      fails(NOT_FOUND),
      fails(NOT_FOUND),
      none("a put needs no listing")),
  STATUS_404_OF_A_PROXY(
      "status 404 of a proxy, without a code of S3",
      (line, answer) -> line.send(Answer.of(404, "default backend - 404".getBytes(UTF_8))),
      passes(BAD_RESPONSE),
      none(Texts.NO_CODES),
      none(Texts.NO_CODES),
      passes(BAD_RESPONSE)),
  STATUS_409(
      "status 409 (ObjectParentIsFile)",
      (line, answer) -> line.send(Answer.error(409, "ObjectParentIsFile")),
      fails(OTHER)),
  STATUS_507(
      "status 507: the disk is full", (line, answer) -> line.send(Answer.of(507)), fails(OTHER)),
  STATUS_301(
      "status 301 to nowhere",
      (line, answer) -> line.send(Answer.error(301, "PermanentRedirect")),
      fails(REDIRECTED)),
  WHOLE_FOR_RANGE(
      "status 200 and the whole object for a range",
      (line, answer) -> line.send(answer.whole()),
      passes(BAD_RESPONSE),
      harmless(),
      harmless(),
      none(Texts.NO_BODY)),
  WRONG_RANGE(
      "status 206 and another range than was asked for",
      (line, answer) -> {
        int length = answer.body().length;
        ContentRange wrong = new ContentRange(1, 1L + length, answer.object().length + 1L);
        line.send(answer.of(206, Map.of("Content-Range", Bucket.header(wrong))));
      },
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      passes(BAD_RESPONSE),
      none(Texts.NO_BODY)),
  GOAWAY(
      "GOAWAY before the answer",
      (line, answer) -> line.goAway(),
      none(Texts.HTTP_2),
      none(Texts.HTTP_2),
      passes(CONNECTION),
      none(Texts.HTTP_2)),
  RST_STREAM(
      "RST_STREAM within the body",
      (line, answer) -> {
        beginHalf(line, answer);
        line.resetStream();
      },
      none(Texts.HTTP_2),
      none(Texts.HTTP_2),
      passes(BAD_RESPONSE),
      none(Texts.HTTP_2));

  private static final class Texts {
    static final String NO_BODY = "the answer to a put has no body";
    static final String HTTP_2 = "of HTTP/2 only";
    static final String NO_CODES = "a web server has no codes";
    static final String READ_ONLY = "a store on HTTP cannot write";
  }

  private interface Action {
    void answer(Line line, Answer answer) throws IOException;
  }

  private final String text;
  private final @Nullable Action action;
  private final Outcome s3;
  private final Outcome http1;
  private final Outcome http2;
  private final Outcome write;

  Fault(String text, @Nullable Action action, Outcome everywhere) {
    this(text, action, everywhere, everywhere, everywhere, everywhere);
  }

  Fault(
      String text,
      @Nullable Action action,
      Outcome s3,
      Outcome http1,
      Outcome http2,
      Outcome write) {
    this.text = text;
    this.action = action;
    this.s3 = s3;
    this.http1 = http1;
    this.http2 = http2;
    this.write = write;
  }

  private static void beginHalf(Line line, Answer answer) throws IOException {
    int announced = Math.max(1, answer.body().length);
    line.begin(answer, announced, Arrays.copyOf(answer.body(), answer.body().length / 2));
  }

  /** Says whether it hits answers, and not connections before there is a question. */
  boolean isOfAnswers() {
    return action != null;
  }

  /** Says whether it needs a question for a part of an object. */
  boolean isOfRanges() {
    return this == WHOLE_FOR_RANGE || this == WRONG_RANGE;
  }

  /** Answers wrongly. */
  void answer(Line line, Answer right) throws IOException {
    if (action != null) {
      action.answer(line, right);
    }
  }

  Outcome outcome(Wire wire, Way way) {
    if (way == Way.WRITE) {
      return wire == Wire.S3 ? write : none(Texts.READ_ONLY);
    }
    if (this == STATUS_404 && way == Way.GET_ITEMS) {
      return none("it lists nothing");
    }
    if (isOfRanges() && (way == Way.DROP_IN || way == Way.WHILE_RECEIVING)) {
      return none("it reads no ranges");
    }
    return switch (wire) {
      case S3 -> s3;
      case HTTP_1_1 -> http1;
      case HTTP_2 -> http2;
    };
  }

  /** As a row of the table in {@code docs/reliability.md}. */
  String row() {
    return "| %s | %s | %s | %s | %s |"
        .formatted(text, s3.told(), http1.told(), http2.told(), write.told());
  }
}
