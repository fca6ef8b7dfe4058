package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What a server answers if nothing goes wrong, but for the length that goes with the body.
 *
 * @param object the object that the body is a part or all of
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Answer(int status, Map<String, String> headers, byte[] body, byte[] object) {

  static Answer of(int status) {
    return of(status, new byte[0]);
  }

  static Answer of(int status, byte[] body) {
    return new Answer(status, Map.of(), body, body);
  }

  /** An error as S3 tells it. */
  static Answer error(int status, String code) {
    String document = "<Error><Code>%s</Code><Message>Told by the server</Message></Error>";
    return of(status, document.formatted(code).getBytes(UTF_8));
  }

  /** The same body under another head. */
  Answer of(int otherStatus, Map<String, String> otherHeaders) {
    return new Answer(otherStatus, otherHeaders, body, object);
  }

  /** All of the object. */
  Answer whole() {
    return of(200, object);
  }
}
